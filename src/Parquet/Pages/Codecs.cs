// Pages: inflates a page's stored bytes, within the memory limit.
using System.IO.Compression;
using Sluice.Core.Inflate;
using Sluice.Parquet.Format;
using Sluice.Parquet.Limits;

namespace Sluice.Parquet.Pages;

/// <summary>Opens the codec of a page. Only one is open at a time, whatever the number of columns.</summary>
internal sealed class Codecs(MemoryMeter memory)
{
    // The buffers of zlib and the framework; the brotli window that writers usually use.
    private const int GzipMemory = 64 * 1024, BrotliMemory = 4 * 1024 * 1024;

    private const int LeastWindow = 64 * 1024, MostWindow = 4 * 1024 * 1024;

    // Zstandard's memory beside the window: two blocks of 128 KiB, and its tables.
    private const int ZstdBeside = 512 * 1024, ZstdInput = 16 * 1024;

    private const string What = "inflating a page";

    private byte[] _window = [];
    private long _taken;

    /// <summary>A stream of the page's inflated bytes; give its memory back with <see cref="Close"/>.</summary>
    /// <exception cref="InvalidDataException">The page is damaged.</exception>
    internal Stream Open(PageCodec codec, FileBytes file, long at, int stored, int size)
    {
        var from = new RangeStream(file, at, stored);
        switch (codec)
        {
            case PageCodec.Gzip:
                Take(GzipMemory);
                return new GZipStream(from, CompressionMode.Decompress);
            case PageCodec.Snappy:
                return new SnappyStream(from, Window(size), size);
            case PageCodec.Lz4Raw:
                return new Lz4Stream(from, Window(size));
            case PageCodec.Zstd:
                return Zstd(from, ZstdWindow.Of(file, at, stored));
            case PageCodec.Brotli:
                Take(BrotliMemory);
                return new BrotliStream(from, CompressionMode.Decompress);
            default:
                throw new InvalidOperationException();
        }
    }

    internal void Close()
    {
        memory.Give(_taken);
        _taken = 0;
    }

    /// <summary>Throws where the codec is not supported.</summary>
    internal static void Check(PageCodec codec, long offset)
    {
        if (codec is PageCodec.Lzo or PageCodec.Lz4)
            throw new CorruptInputException($"Parquet pages compressed with {(codec == PageCodec.Lzo ? "LZO" : "LZ4 (the deprecated framing)")} are not supported", offset);
        if (codec is < PageCodec.Uncompressed or > PageCodec.Lz4Raw)
            throw new CorruptInputException($"Parquet pages have an unknown codec, {(int)codec}", offset);
    }

    private ZstdSharp.DecompressionStream Zstd(RangeStream from, long window)
    {
        Take(window + ZstdBeside);
        var stream = new ZstdSharp.DecompressionStream(from, ZstdInput, checkEndOfStream: true, leaveOpen: false);
        // A second frame in the page may not use more memory than was counted for the first.
        stream.SetParameter(ZstdSharp.Unsafe.ZSTD_dParameter.ZSTD_d_windowLogMax, ZstdWindow.Log(window));
        return stream;
    }

    // Pages of a file have similar sizes, so the memory is kept for the next one.
    private byte[] Window(int size) =>
        _window = memory.Resize(_window, BlockStream.MemoryOf(Math.Clamp(size, LeastWindow, MostWindow)), What);

    private void Take(long bytes)
    {
        memory.Take(bytes, What);
        _taken += bytes;
    }
}
