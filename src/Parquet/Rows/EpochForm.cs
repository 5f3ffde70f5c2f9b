// Rows: timestamps and dates as epoch seconds, the unit of a flow log's own times.
using Sluice.Parquet.Values;

namespace Sluice.Parquet.Rows;

/// <summary>A timestamp or date.</summary>
/// <param name="perSecond">Units in one second; 0 for a date, whose unit is a day.</param>
internal sealed class EpochForm(long perSecond) : ValueForm
{
    private const long SecondsPerDay = 86_400;

    internal override bool TryWrite(ValueSource source, RowWriter to)
    {
        long value = source.Number();
        // Floor, not truncation: the second before the epoch is -1, not 0. A 64-bit date may wrap; it is no real date.
        to.Number(perSecond == 0 ? unchecked(value * SecondsPerDay) : Floor(value, perSecond));
        return true;
    }

    private static long Floor(long value, long divisor)
    {
        (long quotient, long rest) = Math.DivRem(value, divisor);
        return rest < 0 ? quotient - 1 : quotient;
    }
}
