// Rows: floating-point numbers; some tools widen integers to them.
using Sluice.Parquet.Values;

namespace Sluice.Parquet.Rows;

/// <summary>A number of 32 or 64 bits; absent where not finite, which JSON cannot express.</summary>
internal sealed class FloatForm(bool wide) : ValueForm
{
    internal override bool TryWrite(ValueSource source, RowWriter to)
    {
        long bits = source.Number();
        if (!wide)
        {
            float narrow = BitConverter.Int32BitsToSingle((int)bits);
            if (float.IsFinite(narrow))
                to.Number(narrow);
            return float.IsFinite(narrow);
        }
        double value = BitConverter.Int64BitsToDouble(bits);
        if (!double.IsFinite(value))
            return false;
        // A large integral double would be written with an exponent, which no integer field accepts.
        if (Math.Abs(value) < 1e18 && Math.Truncate(value) == value)
            to.Number((long)value);
        else
            to.Number(value);
        return true;
    }
}
