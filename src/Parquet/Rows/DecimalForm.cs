// Rows: decimals that are stored as integers.
using Sluice.Parquet.Values;

namespace Sluice.Parquet.Rows;

/// <summary>A decimal with a scale.</summary>
internal sealed class DecimalForm : ValueForm
{
    private readonly decimal _factor = 1;

    /// <param name="scale">Digits after the point.</param>
    internal DecimalForm(int scale)
    {
        for (int i = 0; i < scale; i++)
            _factor *= 10;
    }

    internal override bool TryWrite(ValueSource source, RowWriter to)
    {
        decimal number = source.Number() / _factor;
        if (number == decimal.Truncate(number))
            to.Number((long)number);
        else
            to.Number((double)number);
        return true;
    }
}
