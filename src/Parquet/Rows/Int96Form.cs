// Rows: timestamps of the deprecated 96-bit type (Impala, old Spark), as epoch seconds.
using System.Buffers.Binary;
using Sluice.Parquet.Values;

namespace Sluice.Parquet.Rows;

/// <summary>Nanoseconds of a day, and a Julian day.</summary>
internal sealed class Int96Form : ValueForm
{
    private const long SecondsPerDay = 86_400, NanosPerSecond = 1_000_000_000, EpochDay = 2_440_588;

    internal override bool TryWrite(ValueSource source, RowWriter to)
    {
        ReadOnlySpan<byte> value = source.Bytes();
        long nanos = BinaryPrimitives.ReadInt64LittleEndian(value);
        long day = BinaryPrimitives.ReadInt32LittleEndian(value[sizeof(long)..]);
        to.Number(((day - EpochDay) * SecondsPerDay) + (nanos / NanosPerSecond));
        return true;
    }
}
