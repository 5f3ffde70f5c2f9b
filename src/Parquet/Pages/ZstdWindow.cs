// Pages: the window that a Zstandard frame asks for (RFC 8878, 3.1.1.1).
using System.Buffers.Binary;
using System.Numerics;
using Sluice.Core.Inflate;

namespace Sluice.Parquet.Pages;

/// <summary>Reads a frame's header before the decoder, which would allocate the size in it.</summary>
internal static class ZstdWindow
{
    private const uint Magic = 0xFD2FB528;
    private const int MostHeader = 18, LeastLog = 10, MostLog = 31;

    /// <summary>The window size, in bytes, of the frame that begins at <paramref name="at"/>.</summary>
    internal static long Of(FileBytes file, long at, int stored)
    {
        Span<byte> header = stackalloc byte[MostHeader];
        header.Clear();
        file.ReadAt(at, header[..Math.Min(stored, MostHeader)]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != Magic)
            throw new InvalidDataException("it is not a Zstandard frame");
        int descriptor = header[4];
        bool single = (descriptor & 0x20) != 0;
        ReadOnlySpan<byte> size = header[(5 + ((descriptor & 3) switch { 0 => 0, 1 => 1, 2 => 2, _ => 4 }))..];
        if (!single)
            return (1L << (10 + (header[5] >> 3))) / 8 * (8 + (header[5] & 7));
        return (descriptor >> 6) switch
        {
            0 => size[0],
            1 => BinaryPrimitives.ReadUInt16LittleEndian(size) + 256,
            2 => BinaryPrimitives.ReadUInt32LittleEndian(size),
            // Capped, so that sums do not overflow: no memory limit allows such a size anyway.
            _ => (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(size), long.MaxValue / 2),
        };
    }

    /// <summary>The exponent of the window, rounded up, as the decoder takes it.</summary>
    internal static int Log(long window) =>
        Math.Clamp(64 - BitOperations.LeadingZeroCount((ulong)Math.Max(1, window) - 1), LeastLog, MostLog);
}
