// Flow: telling an address from any other text.
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sluice.Core;

/// <summary>IPv4 in dotted decimal without leading zeros, and IPv6 as in RFC 4291 section 2.2, without a zone.</summary>
internal static unsafe class IpText
{
    private const int MaxV6 = 45;

    /// <summary>
    /// Reads a dotted IPv4 address into network order. Branches only on validity: real addresses differ in the
    /// length of every part, which a processor cannot predict. 20 bytes from <paramref name="text"/> must be readable.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParseV4(byte* text, int length, out uint address)
    {
        address = 0;
        if ((uint)(length - 7) > 8)
            return false;
        Vector128<byte> v = Vector128.Load(text);
        uint within = (1u << length) - 1;
        uint dots = Vector128.Equals(v, Vector128.Create((byte)'.')).ExtractMostSignificantBits() & within;
        Vector128<byte> digit = v - Vector128.Create((byte)'0');
        uint digits = Vector128.LessThanOrEqual(digit, Vector128.Create((byte)9)).ExtractMostSignificantBits() & within;
        uint second = dots & (dots - 1);
        uint third = second & (second - 1);
        // Exactly three dots, and nothing but digits beside them.
        if (third == 0 || (third & (third - 1)) != 0 || (dots | digits) != within)
            return false;
        int a = BitOperations.TrailingZeroCount(dots);
        int b = BitOperations.TrailingZeroCount(second);
        int c = BitOperations.TrailingZeroCount(third);
        uint bad = 0;
        uint value = Octet(text, a, ref bad) << 24
            | Octet(text + a + 1, b - a - 1, ref bad) << 16
            | Octet(text + b + 1, c - b - 1, ref bad) << 8
            | Octet(text + c + 1, length - c - 1, ref bad);
        address = value;
        return bad == 0;
    }

    /// <summary>Reads an IPv6 address into 16 bytes in network order.</summary>
    public static bool TryParseV6(ReadOnlySpan<byte> text, Span<byte> address)
    {
        if (text.Length is < 2 or > MaxV6)
            return false;
        int groups = 0;
        int gap = -1;
        int i = 0;
        if (text[0] == ':')
        {
            if (text[1] != ':')
                return false;
            gap = 0;
            i = 2;
        }

        while (i < text.Length)
        {
            int start = i;
            uint value = 0;
            for (; i < text.Length && Hex(text[i]) is >= 0 and var nibble; i++)
                value = value << 4 | (uint)nibble & 0xF;
            if (i < text.Length && text[i] == '.')
                return groups <= 6 && TryTail(text[start..], address[(groups * 2)..]) && Spread(address, groups + 2, gap);
            if (i - start is 0 or > 4 || groups == 8)
                return false;
            address[groups * 2] = (byte)(value >> 8);
            address[groups * 2 + 1] = (byte)value;
            groups++;
            if (i == text.Length)
                break;
            if (text[i++] != ':' || i == text.Length)
                return false;
            if (text[i] == ':')
            {
                if (gap >= 0)
                    return false;
                gap = groups;
                i++;
            }
        }

        return Spread(address, groups, gap);
    }

    private static bool TryTail(ReadOnlySpan<byte> dotted, Span<byte> address)
    {
        byte* padded = stackalloc byte[32];
        if (dotted.Length > 15)
            return false;
        dotted.CopyTo(new Span<byte>(padded, 32));
        if (!TryParseV4(padded, dotted.Length, out uint v4))
            return false;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(address, v4);
        return true;
    }

    /// <summary>Moves the groups after <c>::</c> to the end; without one there must be eight.</summary>
    private static bool Spread(Span<byte> address, int groups, int gap)
    {
        if (gap < 0)
            return groups == 8;
        if (groups > 7)
            return false;
        int tail = (groups - gap) * 2;
        address.Slice(gap * 2, tail).CopyTo(address[(16 - tail)..]);
        address[(gap * 2)..(16 - tail)].Clear();
        return true;
    }

    /// <summary>One part of 1 to 3 digits; sets <paramref name="bad"/> when it is longer, above 255 or has a leading zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Octet(byte* text, int length, ref uint bad)
    {
        uint digits = (Unsafe.ReadUnaligned<uint>(text) ^ 0x30303030) << ((4 - length) * 8);
        uint value = (digits >> 8 & 0xFF) * 100 + (digits >> 16 & 0xFF) * 10 + (digits >> 24);
        uint least = 0x640A00u >> ((length - 1) * 8) & 0xFF; // 0, 10, 100: the least value of so many digits
        bad |= (uint)(length - 1) > 2 || value > 255 || value < least ? 1u : 0u;
        return value;
    }

    private static int Hex(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        _ => -1,
    };
}
