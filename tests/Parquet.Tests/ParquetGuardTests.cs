// Tests: claims of a few bytes that would make a reader allocate, loop or lose rows.
using Parquet.Meta;

namespace Sluice.Parquet.Tests;

public sealed class ParquetGuardTests
{
    private const int Values = 10;

    [Fact]
    public void PageGuard_HonestPage_Passes() =>
        PageGuard.Check(Input(Page(CompressionCodec.SNAPPY, [20, 1, 2, 3], uncompressed: 20)), Chunk(CompressionCodec.SNAPPY));

    [Fact]
    public void PageGuard_PageOfGigabytes_Throws() =>
        Refused(CompressionCodec.GZIP, Page(CompressionCodec.GZIP, [1, 2, 3], uncompressed: int.MaxValue));

    [Fact]
    public void PageGuard_SnappyThatInflatesToGigabytes_Throws() =>
        Refused(CompressionCodec.SNAPPY, Page(CompressionCodec.SNAPPY, [0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0], uncompressed: 10));

    [Fact]
    public void PageGuard_ZstandardFrameOfGigabytes_Throws() => Refused(
        CompressionCodec.ZSTD,
        Page(CompressionCodec.ZSTD, [0x28, 0xB5, 0x2F, 0xFD, 0xA0, 0, 0, 0, 0xFF, 1, 0, 0, 0], uncompressed: 10));

    [Fact]
    public void PageGuard_ZstandardRunsWithoutASize_AreCounted()
    {
        // 2,000 run-length blocks of four bytes, each worth 128 KiB.
        byte[] frame = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x58, .. Enumerable.Repeat(new byte[] { 0x02, 0x00, 0x10, 0x41 }, 2000).SelectMany(b => b)];
        Refused(CompressionCodec.ZSTD, Page(CompressionCodec.ZSTD, frame, uncompressed: 10));
    }

    [Fact]
    public void PageGuard_PageLongerThanTheFile_Throws()
    {
        byte[] page = Page(CompressionCodec.GZIP, [1, 2, 3], uncompressed: 10);
        Refused(CompressionCodec.GZIP, page[..^1]);
    }

    [Fact]
    public void PageGuard_PageWithoutValues_Throws() =>
        Refused(CompressionCodec.GZIP, Page(CompressionCodec.GZIP, [1, 2, 3], uncompressed: 10, values: 0));

    [Fact]
    public void PageGuard_FewerValuesThanPromised_Throws() =>
        Refused(CompressionCodec.GZIP, Page(CompressionCodec.GZIP, [1, 2, 3], uncompressed: 10, values: Values - 1));

    [Fact]
    public void ThriftWalk_ListLongerThanTheFooter_Throws()
    {
        // Field 2, a list of 2^31 structs.
        byte[] footer = [0x29, 0xFC, 0x80, 0x80, 0x80, 0x80, 0x08, 0x00];
        Assert.Throws<InvalidDataException>(() => ThriftWalk.Check(footer));
    }

    [Fact]
    public void ThriftWalk_StructsWithoutEnd_Throws()
    {
        byte[] footer = [.. Enumerable.Repeat((byte)0x1C, 100_000)];
        Assert.Throws<InvalidDataException>(() => ThriftWalk.Check(footer));
    }

    private static void Refused(CompressionCodec codec, byte[] page)
    {
        Exception? error = Record.Exception(() => PageGuard.Check(Input(page), Chunk(codec)));
        Assert.True(error is InvalidDataException or EndOfStreamException, $"{error}");
    }

    private static ParquetInput Input(byte[] page) => new(new MemoryStream([0, 0, 0, 0, .. page]));

    private static ColumnMetaData Chunk(CompressionCodec codec) =>
        new() { Codec = codec, NumValues = Values, DataPageOffset = 4, PathInSchema = ["srcaddr"], Encodings = [] };

    /// <summary>A version 1 data page: its header in Thrift's compact protocol, then its bytes.</summary>
    private static byte[] Page(CompressionCodec codec, byte[] data, int uncompressed, int values = Values) =>
    [
        0x15, 0, // type: data page
        0x15, .. ZigZag(uncompressed),
        0x15, .. ZigZag(data.Length),
        0x2C, 0x15, .. ZigZag(values), 0, // its header, of which only the count matters
        0,
        .. data,
    ];

    private static List<byte> ZigZag(int value)
    {
        var bytes = new List<byte>();
        ulong rest = (ulong)value << 1;
        for (; rest > 127; rest >>= 7)
            bytes.Add((byte)(rest | 128));
        bytes.Add((byte)rest);
        return bytes;
    }
}
