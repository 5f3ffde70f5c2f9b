// Record: RFC 3339 text of a time, without formatting a date for every record.
using System.Runtime.CompilerServices;

namespace Sluice.Core;

/// <summary>Writes whole seconds as <c>2020-09-09T15:31:28Z</c>; remembers the text of the last day.</summary>
internal unsafe struct TimeText
{
    /// <summary>Bytes of the text.</summary>
    public const int Length = 20;

    /// <summary>The last second with a four-digit year: 9999-12-31T23:59:59Z.</summary>
    public const long Max = 253_402_300_799;

    private const int SecondsPerDay = 86_400;

    private ulong _yearMonth;
    private uint _dayT;
    private uint _day;

    public TimeText() => _day = uint.MaxValue;

    /// <summary>Writes <see cref="Length"/> bytes; <paramref name="seconds"/> is from 0 to <see cref="Max"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(byte* to, long seconds)
    {
        uint day = (uint)((ulong)seconds / SecondsPerDay);
        uint rest = (uint)(seconds - (long)day * SecondsPerDay);
        if (day != _day)
            Remember(day);
        uint hour = rest / 3600;
        rest -= hour * 3600;
        uint minute = rest / 60;
        uint second = rest - minute * 60;
        Unsafe.WriteUnaligned(to, _yearMonth);              // 2020-09-
        Unsafe.WriteUnaligned(to + 8, _dayT);               // 09T, and one byte that the hour overwrites
        Unsafe.WriteUnaligned(to + 11, Pair(hour));
        to[13] = (byte)':';
        Unsafe.WriteUnaligned(to + 14, Pair(minute));
        to[16] = (byte)':';
        Unsafe.WriteUnaligned(to + 17, Pair(second));
        to[19] = (byte)'Z';
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ushort Pair(uint value)
    {
        uint tens = value * 103 >> 10; // exact below 100
        return (ushort)(0x3030 + tens + (value - tens * 10 << 8));
    }

    private void Remember(uint day)
    {
        DateTime date = DateTime.UnixEpoch.AddDays(day);
        Span<byte> text = stackalloc byte[12];
        date.TryFormat(text, out _, "yyyy-MM-dd'T'0", System.Globalization.CultureInfo.InvariantCulture);
        _yearMonth = Unsafe.ReadUnaligned<ulong>(ref text[0]);
        _dayT = Unsafe.ReadUnaligned<uint>(ref text[8]);
        _day = day;
    }
}
