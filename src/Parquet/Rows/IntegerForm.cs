// Rows: whole numbers as they are.
using Sluice.Parquet.Values;

namespace Sluice.Parquet.Rows;

/// <summary>A signed whole number.</summary>
internal sealed class IntegerForm : ValueForm
{
    internal override bool TryWrite(ValueSource source, RowWriter to)
    {
        to.Number(source.Number());
        return true;
    }
}
