// Rows: how the values of a column are written.
using Sluice.Parquet.Values;

namespace Sluice.Parquet.Rows;

/// <summary>Writes the values of a column by their meaning.</summary>
internal abstract class ValueForm
{
    /// <summary>Takes the next value and writes it; false, with nothing written, if it has no place in a row.</summary>
    internal abstract bool TryWrite(ValueSource source, RowWriter to);
}
