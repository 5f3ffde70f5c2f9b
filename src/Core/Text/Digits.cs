// Text: reading whole numbers, eight digits at a time.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sluice.Core.Text;

/// <summary>
/// Parses decimal text. The caller guarantees 16 readable bytes from the start of the text, so that the size of a read
/// does not depend on its length.
/// </summary>
internal static unsafe class Digits
{
    private const ulong Zeros = 0x3030303030303030;

    /// <summary>Reads 1 to 19 digits; false for anything else or a value above 2^63 - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParse(byte* text, int length, out long value)
    {
        if ((uint)(length - 1) < 8)
            return TryEight(text, length, out value);
        return TryLong(text, length, out value);
    }

    /// <summary>Whether the text is digits only, at least one.</summary>
    public static bool Only(byte* text, int length)
    {
        if (length is > 0 and <= 16)
        {
            Vector128<byte> digit = Vector128.Load(text) - Vector128.Create((byte)'0');
            uint digits = Vector128.Equals(Vector128.Min(digit, Vector128.Create((byte)9)), digit).ExtractMostSignificantBits();
            return (~digits & ((1u << length) - 1)) == 0;
        }

        return All(new ReadOnlySpan<byte>(text, length));
    }

    /// <summary>As <see cref="Only"/>, for text that need not be followed by readable bytes.</summary>
    public static bool All(ReadOnlySpan<byte> text) => !text.IsEmpty && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryEight(byte* text, int length, out long value)
    {
        // The digits move to the high end; the zero bytes shifted in below them count as leading zeros.
        ulong v = (Unsafe.ReadUnaligned<ulong>(text) ^ Zeros) << ((8 - length) * 8);
        bool good = ((v + 0x7676767676767676 | v) & 0x8080808080808080) == 0;
        v = v * 10 + (v >> 8);
        v = ((v & 0x000000FF000000FF) * 0x000F424000000064 + ((v >> 16) & 0x000000FF000000FF) * 0x0000271000000001) >> 32;
        value = (uint)v;
        return good;
    }

    private static bool TryLong(byte* text, int length, out long value)
    {
        value = 0;
        if (length is < 9 or > 19)
            return false;
        if (length <= 16)
        {
            bool good = TryEight(text, length - 8, out long high) & TryEight(text + length - 8, 8, out long low);
            value = high * 100_000_000 + low;
            return good;
        }

        ulong sum = 0; // 19 digits fit in 64 unsigned bits
        foreach (byte b in new ReadOnlySpan<byte>(text, length))
        {
            if (b is < (byte)'0' or > (byte)'9')
                return false;
            sum = sum * 10 + (uint)(b - '0');
        }

        value = (long)sum;
        return sum <= long.MaxValue;
    }
}
