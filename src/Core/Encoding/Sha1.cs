// Record: the digest behind community ids and event ids.
using System.Buffers.Binary;
using System.Numerics;

namespace Sluice.Core;

/// <summary>
/// SHA-1 (FIPS 180-4) of short data, as identifier and not for security. The framework's own calls into the system's
/// OpenSSL, which costs more per call than a digest of one block and would make the parser depend on it.
/// </summary>
internal static class Sha1
{
    /// <summary>Bytes of a digest.</summary>
    public const int Length = 20;

    private const int Block = 64;

    /// <summary>Writes the digest of <paramref name="data"/>.</summary>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> digest)
    {
        Span<uint> state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0];
        ulong bits = (ulong)data.Length * 8;
        for (; data.Length >= Block; data = data[Block..])
            Mix(state, data);
        Span<byte> last = stackalloc byte[Block];
        last.Clear();
        data.CopyTo(last);
        last[data.Length] = 0x80;
        if (data.Length > Block - 9)
        {
            Mix(state, last);
            last.Clear();
        }

        BinaryPrimitives.WriteUInt64BigEndian(last[(Block - 8)..], bits);
        Mix(state, last);
        for (int i = 0; i < state.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(digest[(i * 4)..], state[i]);
    }

    private static void Mix(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> w = stackalloc uint[80];
        for (int i = 0; i < 16; i++)
            w[i] = BinaryPrimitives.ReadUInt32BigEndian(block[(i * 4)..]);
        for (int i = 16; i < w.Length; i++)
            w[i] = BitOperations.RotateLeft(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);

        uint a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
        for (int i = 0; i < w.Length; i++)
        {
            (uint f, uint k) = (i / 20) switch
            {
                0 => (b & c | ~b & d, 0x5A827999u),
                1 => (b ^ c ^ d, 0x6ED9EBA1u),
                2 => (b & c | b & d | c & d, 0x8F1BBCDCu),
                _ => (b ^ c ^ d, 0xCA62C1D6u),
            };
            uint next = BitOperations.RotateLeft(a, 5) + f + e + k + w[i];
            (e, d, c, b, a) = (d, c, BitOperations.RotateLeft(b, 30), a, next);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
    }
}
