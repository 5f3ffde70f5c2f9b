// Lines: masks by 32-byte vectors.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Core;

/// <summary>One AVX2 load. The intrinsics are named outright: only those are compiled ahead of time for processors above the baseline.</summary>
internal readonly unsafe struct Avx2Masks : ILineMasks
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(byte* block, out uint blanks, out uint feeds, out uint odd)
    {
        Vector256<byte> v = Avx.LoadVector256(block);
        blanks = (uint)Avx2.MoveMask(Avx2.CompareEqual(v, Vector256.Create((byte)' ')));
        feeds = (uint)Avx2.MoveMask(Avx2.CompareEqual(v, Vector256.Create((byte)'\n')));
        // As signed bytes everything above 0x7f is negative, so below 0x20 takes in controls and high bytes at once.
        Vector256<byte> low = Avx2.CompareGreaterThan(Vector256.Create((sbyte)0x20), v.AsSByte()).AsByte();
        Vector256<byte> quotes = Avx2.Or(
            Avx2.CompareEqual(v, Vector256.Create((byte)'"')),
            Avx2.CompareEqual(v, Vector256.Create((byte)'\\')));
        odd = (uint)Avx2.MoveMask(Avx2.Or(low, quotes));
    }
}
