// Rows: booleans.
using Sluice.Parquet.Values;

namespace Sluice.Parquet.Rows;

/// <summary>A boolean.</summary>
internal sealed class BooleanForm : ValueForm
{
    internal override bool TryWrite(ValueSource source, RowWriter to)
    {
        to.Boolean(source.Number() != 0);
        return true;
    }
}
