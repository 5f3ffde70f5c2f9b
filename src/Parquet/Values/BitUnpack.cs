// Values: unpacks numbers of any width in bits, eight at a time.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sluice.Parquet.Values;

/// <summary>Eight numbers of W bits take W bytes, least significant bit first.</summary>
internal static class BitUnpack
{
    internal const int Count = 8;

    /// <summary>Unpacks eight numbers of up to 64 bits; bytes that are missing at the end count as zero.</summary>
    [SkipLocalsInit]
    internal static void Eight(ReadOnlySpan<byte> packed, int width, Span<ulong> to)
    {
        Span<byte> padded = stackalloc byte[64 + (2 * sizeof(ulong))];
        packed.CopyTo(padded);
        padded.Slice(packed.Length, width - packed.Length + (2 * sizeof(ulong))).Clear();
        ref byte first = ref MemoryMarshal.GetReference(padded);
        ulong mask = width == 64 ? ulong.MaxValue : (1UL << width) - 1;
        for (int i = 0; i < Count; i++)
        {
            int bit = i * width;
            int shift = bit & 7;
            ulong value = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, bit >> 3)) >> shift;
            if (shift + width > 64)
                value |= (ulong)padded[(bit >> 3) + sizeof(ulong)] << (64 - shift);
            to[i] = value & mask;
        }
    }
}
