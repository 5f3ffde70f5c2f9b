// Rows: how the values of a column are written.
using Sluice.Parquet.Values;

namespace Sluice.Parquet.Rows;

/// <summary>One meaning of a column's values.</summary>
internal abstract class ValueForm
{
    /// <summary>Takes the next value and writes it; false, and nothing written, where it has no place in a row.</summary>
    internal abstract bool TryWrite(ValueSource source, RowWriter to);
}
