// Text: times as RFC 3339 text, without formatting a date for every record.
using System.Runtime.CompilerServices;

namespace Sluice.Core.Text;

/// <summary>Writes whole seconds as <c>2020-09-09T15:31:28Z</c>; caches the text of the last day.</summary>
internal unsafe struct TimeText
{
    /// <summary>Bytes of the text.</summary>
    public const int Length = 20;

    /// <summary>The last second with a four-digit year: 9999-12-31T23:59:59Z.</summary>
    public const long Max = 253_402_300_799;

    private const int SecondsPerDay = 86_400;

    private ulong _yearMonth; // 2020-09-
    private uint _dayT;       // 09T
    private uint _day;
    private long _seconds;
    private ulong _dayToMinute; // 09T15:31
    private uint _second;       // :28Z

    public TimeText()
    {
        _day = uint.MaxValue;
        _seconds = -1;
    }

    /// <summary>Writes <see cref="Length"/> bytes; <paramref name="seconds"/> is from 0 to <see cref="Max"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(byte* to, long seconds)
    {
        if (seconds != _seconds)
            Format(seconds);
        Unsafe.WriteUnaligned(to, _yearMonth);
        Unsafe.WriteUnaligned(to + 8, _dayToMinute);
        Unsafe.WriteUnaligned(to + 16, _second);
    }

    private void Format(long seconds)
    {
        uint day = (uint)((ulong)seconds / SecondsPerDay);
        uint rest = (uint)(seconds - (long)day * SecondsPerDay);
        if (day != _day)
            Remember(day);
        uint hour = rest / 3600;
        rest -= hour * 3600;
        uint minute = rest / 60;
        uint second = rest - minute * 60;
        _dayToMinute = _dayT | (ulong)Pair(hour) << 24 | (ulong)':' << 40 | (ulong)Pair(minute) << 48;
        _second = ':' | Pair(second) << 8 | (uint)'Z' << 24;
        _seconds = seconds;
    }

    /// <summary>Two digits, the tens in the lower byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Pair(uint value)
    {
        uint tens = value * 103 >> 10; // exact below 100
        return 0x3030 + tens + (value - tens * 10 << 8);
    }

    private void Remember(uint day)
    {
        DateTime date = DateTime.UnixEpoch.AddDays(day);
        Span<byte> text = stackalloc byte[12];
        date.TryFormat(text, out _, "yyyy-MM-dd'T'", System.Globalization.CultureInfo.InvariantCulture);
        _yearMonth = Unsafe.ReadUnaligned<ulong>(ref text[0]);
        _dayT = Unsafe.ReadUnaligned<uint>(ref text[8]) & 0xFFFFFF;
        _day = day;
    }
}
