// Unwrap: one line that came inside something else.
using Sluice.Core.Text;

namespace Sluice.Core.Unwrap;

/// <summary>A line in the unwrapper's memory, followed by readable bytes.</summary>
/// <param name="Text">The line, with escapes resolved.</param>
/// <param name="Offset">Its offset in the wrapper, in bytes; no two lines of a wrapper share one.</param>
/// <param name="Source">What its envelope says of it.</param>
internal readonly record struct WrappedLine(Slice Text, int Offset, EnvelopeSource Source = default);
