// Shared: one column of a format, as a schema writes it.
using Sluice.Core.Encodings;

namespace Sluice.Core.Schemas.Shared;

/// <param name="Key">Its key.</param>
/// <param name="Column">Its place in the line.</param>
/// <param name="Shape">How the schema writes its value.</param>
internal readonly record struct FormatCell<TShape>(Literal Key, int Column, TShape Shape);
