// Lines room: how the numbers of a column are written, one small form per meaning.
namespace Sluice.Parquet;

/// <summary>A whole number as it stands.</summary>
internal readonly struct IntegerForm : INumberForm<int>, INumberForm<long>
{
    public bool TryWrite(int value, RowWriter to) => TryWrite((long)value, to);

    public bool TryWrite(long value, RowWriter to)
    {
        to.Number(value);
        return true;
    }
}

/// <summary>A whole number whose column is annotated as unsigned.</summary>
internal readonly struct UnsignedForm : INumberForm<int>, INumberForm<long>
{
    public bool TryWrite(int value, RowWriter to)
    {
        to.Number((long)(uint)value);
        return true;
    }

    public bool TryWrite(long value, RowWriter to)
    {
        to.Number((ulong)value);
        return true;
    }
}

/// <summary>A timestamp or date, written as epoch seconds: the unit that the flow log's own times have.</summary>
/// <param name="perSecond">Units in one second; 0 for a date, whose unit is a day.</param>
internal readonly struct EpochForm(long perSecond) : INumberForm<int>, INumberForm<long>
{
    private const long SecondsPerDay = 86_400;

    public bool TryWrite(int value, RowWriter to) => TryWrite((long)value, to);

    public bool TryWrite(long value, RowWriter to)
    {
        // Floor, not truncation: the second before the epoch is -1, not 0.
        to.Number(perSecond == 0 ? value * SecondsPerDay : (value - Modulo(value, perSecond)) / perSecond);
        return true;
    }

    private static long Modulo(long value, long divisor) => ((value % divisor) + divisor) % divisor;
}

/// <summary>A decimal with a scale, kept as a whole number by its column.</summary>
/// <param name="scale">Digits behind the point.</param>
internal readonly struct DecimalForm(int scale) : INumberForm<int>, INumberForm<long>
{
    public bool TryWrite(int value, RowWriter to) => TryWrite((long)value, to);

    public bool TryWrite(long value, RowWriter to)
    {
        decimal factor = 1;
        for (int i = 0; i < scale; i++)
            factor *= 10;
        decimal number = value / factor;
        if (number == decimal.Truncate(number))
            to.Number((long)number);
        else
            to.Number((double)number);
        return true;
    }
}

/// <summary>A floating-point number; some tools widen integers to it.</summary>
internal readonly struct FloatForm : INumberForm<float>, INumberForm<double>
{
    public bool TryWrite(float value, RowWriter to)
    {
        if (!float.IsFinite(value))
            return false;
        to.Number(value);
        return true;
    }

    public bool TryWrite(double value, RowWriter to)
    {
        if (!double.IsFinite(value))
            return false;
        // A large integral double would come in exponent form, which no integer field takes.
        if (Math.Abs(value) < 1e18 && Math.Truncate(value) == value)
            to.Number((long)value);
        else
            to.Number(value);
        return true;
    }
}

/// <summary>A boolean.</summary>
internal readonly struct BooleanForm : INumberForm<bool>
{
    public bool TryWrite(bool value, RowWriter to)
    {
        to.Raw(value ? "true"u8 : "false"u8);
        return true;
    }
}

/// <summary>A timestamp of the deprecated 96-bit type (Impala, old Spark), written as epoch seconds.</summary>
internal readonly struct Int96Form : INumberForm<DateTime>
{
    public bool TryWrite(DateTime value, RowWriter to)
    {
        to.Number((value.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond);
        return true;
    }
}
