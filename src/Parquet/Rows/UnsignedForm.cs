// Rows: whole numbers of a column that is annotated as unsigned.
using Sluice.Parquet.Values;

namespace Sluice.Parquet.Rows;

/// <summary>An unsigned whole number of 32 or 64 bits.</summary>
internal sealed class UnsignedForm(bool wide) : ValueForm
{
    internal override bool TryWrite(ValueSource source, RowWriter to)
    {
        long value = source.Number();
        to.Number(wide ? (ulong)value : (uint)value);
        return true;
    }
}
