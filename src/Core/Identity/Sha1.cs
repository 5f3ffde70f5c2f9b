// Identity: the digest behind community ids and event ids.
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sluice.Core.Identity;

/// <summary>
/// SHA-1 (FIPS 180-4) of short data, as an identifier, not for security. The framework's own calls the system's
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

    /// <summary>
    /// One block. Five steps per iteration, so that the five variables rotate by name, without moves. From word 32 on, the
    /// schedule is computed by vectors, in the form that looks back six words instead of three.
    /// </summary>
    private static unsafe void Mix(Span<uint> state, ReadOnlySpan<byte> block)
    {
        uint* w = stackalloc uint[80];
        for (int i = 0; i < 16; i++)
            w[i] = BinaryPrimitives.ReadUInt32BigEndian(block[(i * 4)..]);
        for (int i = 16; i < 32; i++)
            w[i] = BitOperations.RotateLeft(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
        for (int i = 32; i < 80; i += Vector128<uint>.Count)
        {
            Vector128<uint> v = Vector128.Load(w + i - 6) ^ Vector128.Load(w + i - 16) ^ Vector128.Load(w + i - 28) ^ Vector128.Load(w + i - 32);
            (v << 2 | v >>> 30).Store(w + i);
        }

        uint a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
        for (uint* end = w + 20; w < end; w += 5)
        {
            Choose(a, ref b, c, d, ref e, w[0]);
            Choose(e, ref a, b, c, ref d, w[1]);
            Choose(d, ref e, a, b, ref c, w[2]);
            Choose(c, ref d, e, a, ref b, w[3]);
            Choose(b, ref c, d, e, ref a, w[4]);
        }

        for (uint* end = w + 20; w < end; w += 5)
        {
            Parity(a, ref b, c, d, ref e, w[0] + 0x6ED9EBA1);
            Parity(e, ref a, b, c, ref d, w[1] + 0x6ED9EBA1);
            Parity(d, ref e, a, b, ref c, w[2] + 0x6ED9EBA1);
            Parity(c, ref d, e, a, ref b, w[3] + 0x6ED9EBA1);
            Parity(b, ref c, d, e, ref a, w[4] + 0x6ED9EBA1);
        }

        for (uint* end = w + 20; w < end; w += 5)
        {
            Majority(a, ref b, c, d, ref e, w[0]);
            Majority(e, ref a, b, c, ref d, w[1]);
            Majority(d, ref e, a, b, ref c, w[2]);
            Majority(c, ref d, e, a, ref b, w[3]);
            Majority(b, ref c, d, e, ref a, w[4]);
        }

        for (uint* end = w + 20; w < end; w += 5)
        {
            Parity(a, ref b, c, d, ref e, w[0] + 0xCA62C1D6);
            Parity(e, ref a, b, c, ref d, w[1] + 0xCA62C1D6);
            Parity(d, ref e, a, b, ref c, w[2] + 0xCA62C1D6);
            Parity(c, ref d, e, a, ref b, w[3] + 0xCA62C1D6);
            Parity(b, ref c, d, e, ref a, w[4] + 0xCA62C1D6);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Choose(uint a, ref uint b, uint c, uint d, ref uint e, uint w)
    {
        e += BitOperations.RotateLeft(a, 5) + (d ^ b & (c ^ d)) + 0x5A827999 + w;
        b = BitOperations.RotateLeft(b, 30);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Parity(uint a, ref uint b, uint c, uint d, ref uint e, uint w)
    {
        e += BitOperations.RotateLeft(a, 5) + (b ^ c ^ d) + w;
        b = BitOperations.RotateLeft(b, 30);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Majority(uint a, ref uint b, uint c, uint d, ref uint e, uint w)
    {
        e += BitOperations.RotateLeft(a, 5) + (b & c | d & (b | c)) + 0x8F1BBCDC + w;
        b = BitOperations.RotateLeft(b, 30);
    }
}
