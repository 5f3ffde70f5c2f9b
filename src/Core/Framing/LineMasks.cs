// Framing: one block of a line as bit masks.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sluice.Core.Framing;

/// <summary>Classifies 32 bytes by two vectors; bit n stands for byte n.</summary>
internal static unsafe class LineMasks
{
    /// <summary>
    /// <paramref name="blanks"/>: spaces; <paramref name="odd"/>: every byte that keeps a line from being plain
    /// (controls, tabs, quotes, backslashes, bytes above 0x7f; line feeds too).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(byte* block, out uint blanks, out uint odd)
    {
        Vector128<byte> a = Vector128.Load(block);
        Vector128<byte> b = Vector128.Load(block + Vector128<byte>.Count);
        blanks = Bits(Vector128.Equals(a, Vector128.Create((byte)' ')), Vector128.Equals(b, Vector128.Create((byte)' ')));
        odd = Bits(Odd(a), Odd(b));
    }

    /// <summary>The line feeds; they are odd bytes too, so a plain block has none and needs no call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Feeds(byte* block)
    {
        Vector128<byte> feed = Vector128.Create((byte)'\n');
        return Bits(Vector128.Equals(Vector128.Load(block), feed), Vector128.Equals(Vector128.Load(block + Vector128<byte>.Count), feed));
    }

    /// <summary>Bytes above 0x7f are negative when signed, so one comparison with 0x20 finds both controls and high bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Odd(Vector128<byte> v) =>
        Vector128.GreaterThan(Vector128.Create((sbyte)0x20), v.AsSByte()).AsByte()
        | Vector128.Equals(v, Vector128.Create((byte)'"'))
        | Vector128.Equals(v, Vector128.Create((byte)'\\'));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Bits(Vector128<byte> a, Vector128<byte> b) =>
        a.ExtractMostSignificantBits() | (b.ExtractMostSignificantBits() << Vector128<byte>.Count);
}
