// Lines: the way a line is split on this machine.
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Core;

/// <summary>
/// Finds the end of a line and its tokens. The widest instructions of the processor are used unless the
/// environment variable <c>SLUICE_SIMD</c> (avx2, vector128, scalar) says otherwise: the tests run under each.
/// </summary>
internal static unsafe class LineScanner
{
    /// <summary>Bytes that must be readable past the end of a line for the vector scanners to be used on it.</summary>
    public const int Readable = 32;

    private static readonly delegate*<byte*, int, LineTokens, int> Chosen = Choose(out Name);

    /// <summary>Which scanner runs: avx2, vector128 or scalar.</summary>
    public static readonly string Name;

    /// <summary>
    /// Splits the line that starts at <paramref name="line"/> and ends at a line feed or after
    /// <paramref name="available"/> bytes. Returns where it ends: the line feed's offset, or <paramref name="available"/>.
    /// </summary>
    public static int Scan(byte* line, int available, LineTokens tokens) => Chosen(line, available, tokens);

    private static delegate*<byte*, int, LineTokens, int> Choose(out string name)
    {
        string? wanted = Environment.GetEnvironmentVariable("SLUICE_SIMD");
        bool avx2 = Avx2.IsSupported && wanted is not ("vector128" or "scalar");
        bool vector = Vector128.IsHardwareAccelerated && wanted != "scalar";
        name = avx2 ? "avx2" : vector ? "vector128" : "scalar";
        return avx2 ? &VectorScanner<Avx2Masks>.Scan
            : vector ? &VectorScanner<Vector128Masks>.Scan
            : &ScalarScanner.Scan;
    }
}
