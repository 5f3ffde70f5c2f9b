// Framing: the way a line is split on this machine.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sluice.Core.Framing;

/// <summary>
/// Finds the end of a line and its tokens. Vectors of 16 bytes are in every processor's baseline (SSE2, NEON), so
/// that nothing is detected at run time; wider ones gained nothing measurable. The environment variable
/// <c>SLUICE_SIMD=scalar</c> forces the scalar scanner: the tests run with both.
/// </summary>
internal static unsafe class LineScanner
{
    /// <summary>Bytes that must be readable past the end of a line for the vector scanners to be used on it.</summary>
    public const int Readable = 32;

    /// <summary>Whether the vector scanner runs.</summary>
    public static readonly bool IsVectorized =
        Vector128.IsHardwareAccelerated && Environment.GetEnvironmentVariable("SLUICE_SIMD") != "scalar";

    /// <summary>
    /// Splits the line that starts at <paramref name="line"/> and ends at a line feed or after
    /// <paramref name="available"/> bytes. Returns where it ends: the line feed's offset, or <paramref name="available"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)] // it is slower when inlined into the loop over lines
    public static int Scan(byte* line, int available, LineTokens tokens) => IsVectorized
        ? VectorScanner.Scan(line, available, tokens)
        : ScalarScanner.Scan(line, available, tokens);

    /// <summary>
    /// As <see cref="Scan"/>, for a whole line of <paramref name="length"/> bytes, followed by <see cref="Readable"/>
    /// bytes of any content.
    /// </summary>
    public static int ScanFramed(byte* line, int length, LineTokens tokens) => IsVectorized
        ? VectorScanner.ScanFramed(line, length, tokens)
        : ScalarScanner.Scan(line, length, tokens);
}
