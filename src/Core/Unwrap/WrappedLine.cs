// Unwrap: one line that came inside something else.
using Sluice.Core.Text;

namespace Sluice.Core.Unwrap;

/// <summary>A line in memory of the unwrapper, followed by readable bytes.</summary>
/// <param name="Text">The line, unescaped.</param>
/// <param name="Offset">Where it stands in what wraps it, in bytes; no two lines of one wrapper share it.</param>
/// <param name="Source">What its envelope says of it.</param>
internal readonly record struct WrappedLine(Slice Text, int Offset, EnvelopeSource Source = default);
