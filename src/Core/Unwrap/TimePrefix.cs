// Unwrap: the time that CloudWatch's exports put before each line.
using System.Buffers;

namespace Sluice.Core.Unwrap;

/// <summary>Recognises an ISO 8601 time, or milliseconds since 1970, that stands before a line but is no part of it.</summary>
internal static class TimePrefix
{
    /// <summary>The shortest text that can be a time: 13 digits of milliseconds.</summary>
    public const int Shortest = 13;

    private static readonly SearchValues<byte> FractionOrOffset = SearchValues.Create("0123456789.,:+-Z"u8);

    /// <summary><c>2026-11-14T22:14:20</c>, perhaps with a fraction, and perhaps with <c>Z</c> or an offset.</summary>
    public static bool IsIsoTime(ReadOnlySpan<byte> token)
    {
        const int Seconds = 19;
        if (token.Length is < Seconds or > 35 || token[10] != 'T')
            return false;
        for (int i = 0; i < Seconds; i++)
        {
            byte b = token[i];
            bool good = i switch
            {
                4 or 7 => b == '-',
                10 => true,
                13 or 16 => b == ':',
                _ => b is >= (byte)'0' and <= (byte)'9',
            };
            if (!good)
                return false;
        }

        return token[Seconds..].IndexOfAnyExcept(FractionOrOffset) < 0;
    }

    /// <summary>13 digits that begin with 1: a time from 2001 to 2033 in milliseconds.</summary>
    public static bool IsMilliseconds(ReadOnlySpan<byte> token) =>
        token.Length == Shortest && token.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && token[0] == '1';
}
