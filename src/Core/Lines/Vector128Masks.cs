// Lines: masks by 16-byte vectors, on any processor.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sluice.Core;

/// <summary>Two portable loads: SSE2 on x86-64, NEON on Arm.</summary>
internal readonly unsafe struct Vector128Masks : ILineMasks
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(byte* block, out uint blanks, out uint feeds, out uint odd)
    {
        Vector128<byte> a = Vector128.Load(block);
        Vector128<byte> b = Vector128.Load(block + Vector128<byte>.Count);
        blanks = Bits(Vector128.Equals(a, Vector128.Create((byte)' ')), Vector128.Equals(b, Vector128.Create((byte)' ')));
        feeds = Bits(Vector128.Equals(a, Vector128.Create((byte)'\n')), Vector128.Equals(b, Vector128.Create((byte)'\n')));
        odd = Bits(Odd(a), Odd(b));
    }

    private static Vector128<byte> Odd(Vector128<byte> v) =>
        Vector128.GreaterThan(Vector128.Create((sbyte)0x20), v.AsSByte()).AsByte()
        | Vector128.Equals(v, Vector128.Create((byte)'"'))
        | Vector128.Equals(v, Vector128.Create((byte)'\\'));

    private static uint Bits(Vector128<byte> a, Vector128<byte> b) =>
        a.ExtractMostSignificantBits() | (b.ExtractMostSignificantBits() << Vector128<byte>.Count);
}
