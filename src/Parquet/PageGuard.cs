// Lines room: a column chunk's pages held against their limits before the package decodes them.
using System.Buffers.Binary;
using Parquet.Meta;

namespace Sluice.Parquet;

/// <summary>
/// The package allocates what a page claims to inflate to, and trusts the count of values. Walking the headers first costs
/// one small read a page and turns a bomb, a loop or a silent shortage of values into an error.
/// </summary>
internal static class PageGuard
{
    // Writers aim at 1 MiB a page; DuckDB goes up to 100 MB for a column that does not repeat.
    private const int MaxPage = 128 * 1024 * 1024;

    /// <summary>Throws where the chunk's pages do not hold what its metadata promises.</summary>
    internal static void Check(ParquetInput input, ColumnMetaData chunk)
    {
        long at = Start(chunk);
        long values = 0;
        while (values < chunk.NumValues)
        {
            input.Position = at;
            PageHead head = PageHead.Read(input);
            long data = input.Position;
            if (head.Compressed < 0 || head.Uncompressed < 0 || head.Values < 0 || head.LevelBytes < 0
                || head.LevelBytes > head.Compressed || data + head.Compressed > input.Length)
            {
                throw new InvalidDataException("a page that is not in the file");
            }
            if (head.Uncompressed > MaxPage)
                throw new InvalidDataException($"a page of {head.Uncompressed} bytes, over the limit of {MaxPage}");
            if (head.Type == PageType.DICTIONARY_PAGE && head.Values > head.Uncompressed)
                throw new InvalidDataException("a dictionary with more entries than bytes");
            if (head.Type is PageType.DATA_PAGE or PageType.DATA_PAGE_V2)
                values += head.Values > 0 ? head.Values : throw new InvalidDataException("a page without values");
            CheckInflated(input, chunk.Codec, data + head.LevelBytes, head);
            at = data + head.Compressed;
        }
        if (values != chunk.NumValues)
            throw new InvalidDataException("pages with more values than their column");
    }

    // As the package finds it: the offsets are not written reliably, the first page stands at the smallest.
    private static long Start(ColumnMetaData chunk)
    {
        long start = chunk.DataPageOffset;
        if (chunk.DictionaryPageOffset is > 0 and { } dictionary)
            start = Math.Min(start, dictionary);
        if (chunk.IndexPageOffset is > 0 and { } index)
            start = Math.Min(start, index);
        return start;
    }

    // These two codecs carry their own size, and the package believes it rather than the header's.
    private static void CheckInflated(ParquetInput input, CompressionCodec codec, long at, in PageHead head)
    {
        int length = head.Compressed - head.LevelBytes;
        if (length == 0 || codec is not (CompressionCodec.SNAPPY or CompressionCodec.ZSTD))
            return;
        Span<byte> start = stackalloc byte[18];
        start = start[..Math.Min(start.Length, length)];
        input.Position = at;
        input.ReadExactly(start);
        long size = codec == CompressionCodec.SNAPPY ? SnappySize(start) : ZstdSize(input, at, length, start);
        if (size > MaxPage)
            throw new InvalidDataException($"a page that inflates to {size} bytes, over the limit of {MaxPage}");
    }

    private static long SnappySize(ReadOnlySpan<byte> start)
    {
        long size = 0;
        for (int i = 0; i < Math.Min(start.Length, 5); i++)
        {
            size |= (long)(start[i] & 127) << (7 * i);
            if (start[i] < 128)
                break;
        }
        return size;
    }

    // RFC 8878, 3.1.1: the frame's content size where it is written, else the most that its blocks can hold.
    private static long ZstdSize(ParquetInput input, long at, int length, ReadOnlySpan<byte> start)
    {
        if (start.Length < 6 || BinaryPrimitives.ReadUInt32LittleEndian(start) != 0xFD2FB528)
            return 0; // No frame; the package says so.
        int descriptor = start[4];
        bool single = (descriptor & 0x20) != 0;
        int dictionary = (descriptor & 3) switch { 0 => 0, 1 => 1, 2 => 2, _ => 4 };
        int sized = (descriptor >> 6) switch { 0 => single ? 1 : 0, 1 => 2, 2 => 4, _ => 8 };
        int header = 5 + (single ? 0 : 1) + dictionary;
        if (header + sized > start.Length)
            return 0;
        ReadOnlySpan<byte> size = start.Slice(header, sized);
        return sized switch
        {
            1 => size[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(size) + 256,
            4 => BinaryPrimitives.ReadUInt32LittleEndian(size),
            8 => (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(size), long.MaxValue),
            _ => ZstdBlocks(input, at + header, at + length) * 128 * 1024,
        };
    }

    private static long ZstdBlocks(ParquetInput input, long at, long end)
    {
        Span<byte> header = stackalloc byte[3];
        long blocks = 0;
        bool last = false;
        while (!last && at + header.Length <= end)
        {
            input.Position = at;
            input.ReadExactly(header);
            int bits = header[0] | (header[1] << 8) | (header[2] << 16);
            last = (bits & 1) != 0;
            // A run-length block holds one byte whatever its size says.
            at += header.Length + (((bits >> 1) & 3) == 1 ? 1 : bits >> 3);
            blocks++;
        }
        return blocks;
    }
}
