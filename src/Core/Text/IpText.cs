// Text: parses IP addresses, and refuses any other text.
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sluice.Core.Text;

/// <summary>IPv4 in dotted decimal without leading zeros, and IPv6 as in RFC 4291 section 2.2, without a zone.</summary>
internal static unsafe class IpText
{
    private const int MaxV6 = 45;

    /// <summary>Indexed by the offset after a part's last digit: where its hundreds, tens and ones lie (0x80: nowhere).</summary>
    private static ReadOnlySpan<uint> DigitsBefore =>
    [
        0x80808080, 0x80008080, 0x80010080, 0x80020100, 0x80030201, 0x80040302, 0x80050403, 0x80060504,
        0x80070605, 0x80080706, 0x80090807, 0x800A0908, 0x800B0A09, 0x800C0B0A, 0x800D0C0B, 0x800E0D0C,
    ];

    /// <summary>Indexed by the length of a part: which of the three digits it lacks.</summary>
    private static ReadOnlySpan<uint> Lacking => [0x808080, 0x008080, 0x000080, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>
    /// Reads a dotted IPv4 address into network order. The four parts are parsed in one vector, without branches on their
    /// lengths, which vary and cannot be predicted. 16 bytes from <paramref name="text"/> must be readable.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParseV4(byte* text, int length, out uint address)
    {
        address = 0;
        return (uint)(length - 7) <= 8 && TryParts(text, length, out address);
    }

    private static bool TryParts(byte* text, int length, out uint address)
    {
        address = 0;
        Vector128<byte> v = Vector128.Load(text);
        uint within = (1u << length) - 1;
        uint dots = Vector128.Equals(v, Vector128.Create((byte)'.')).ExtractMostSignificantBits() & within;
        Vector128<byte> digit = v - Vector128.Create((byte)'0');
        uint digits = Vector128.Equals(Vector128.Min(digit, Vector128.Create((byte)9)), digit).ExtractMostSignificantBits() & within;
        uint second = dots & (dots - 1);
        uint third = second & (second - 1);
        // Exactly three dots, and nothing but digits beside them.
        if (third == 0 || (third & (third - 1)) != 0 || (dots | digits) != within)
            return false;
        int a = BitOperations.TrailingZeroCount(dots);
        int b = BitOperations.TrailingZeroCount(second);
        int c = BitOperations.TrailingZeroCount(third);
        Vector128<int> lengths = Vector128.Create(a, b - a - 1, c - b - 1, length - c - 1);
        Vector128<byte> places = Vector128.Create(
            Places(a, a), Places(b, b - a - 1), Places(c, c - b - 1), Places(length, length - c - 1)).AsByte();
        Vector128<int> parts = Vector128.ShuffleNative(digit, places).AsInt32(); // hundreds, tens, ones, 0 in every lane
        Vector128<int> values = (parts & Vector128.Create(0xFF)) * 100
            + (parts >>> 8 & Vector128.Create(0xFF)) * 10
            + (parts >>> 16);
        // A part has as many digits as its value needs: this refuses empty and long parts and leading zeros alike.
        Vector128<int> needed = Vector128<int>.One
            - Vector128.GreaterThan(values, Vector128.Create(9))
            - Vector128.GreaterThan(values, Vector128.Create(99));
        Vector128<int> bad = ~Vector128.Equals(needed, lengths) | Vector128.GreaterThan(values, Vector128.Create(255));
        address = Vector128.ShuffleNative(values.AsByte(), Vector128.Create(0x80808080_0004080C, 0x80808080_80808080).AsByte()).AsUInt32().ToScalar();
        return bad == Vector128<int>.Zero;
    }

    /// <summary>The places of a part's digits. The indexes need no check: a part is at most 12 characters long beside three dots.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Places(int end, int length) =>
        Unsafe.Add(ref MemoryMarshal.GetReference(DigitsBefore), end) | Unsafe.Add(ref MemoryMarshal.GetReference(Lacking), length);

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

    /// <summary>Moves the groups after <c>::</c> to the end; without a <c>::</c> there must be eight groups.</summary>
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

    private static int Hex(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        _ => -1,
    };
}
