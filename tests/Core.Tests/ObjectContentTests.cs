// Tests: gzip inside gzip, its limits, and formats inside gzip.
using System.IO.Compression;

namespace Sluice.Core.Tests;

public sealed class ObjectContentTests
{
    private static readonly byte[] Text = [.. Enumerable.Repeat("2 123456789010 eni-1 10.0.0.1 10.0.0.2 1 2 6 1 1 1 1 ACCEPT OK\n"u8.ToArray(), 40).SelectMany(l => l)];

    [Fact]
    public void Open_GzipInsideGzip_IsRead()
    {
        byte[] once = Gzip.Member(Text), twice = Gzip.Member(once), thrice = Gzip.Member(twice);
        Assert.Equal(Text, Gzip.Read(twice).Bytes);
        Assert.Equal(Text, Gzip.Read(thrice).Bytes);
        Assert.Null(Gzip.Read(thrice).Fault);
    }

    [Fact]
    public void Open_MembersInsideMembers_AreReadToTheirEnd()
    {
        byte[] inner = Gzip.Member(Text);
        // A delivery stream: each record gzipped before, gzipped together in pieces, a delimiter between.
        byte[] outer = [.. Gzip.Member([.. inner, .. "\n"u8, .. inner.AsSpan(0, 20)]), .. Gzip.Member([.. inner.AsSpan(20), .. "\n"u8]), 0];
        var (bytes, fault) = Gzip.Read(outer);
        Assert.Null(fault);
        Assert.Equal([.. Text, .. Text], bytes);
    }

    [Fact]
    public void Open_DamageInsideTheInnerGzip_IsAnError()
    {
        byte[] inner = Gzip.Member(Text);
        inner[^6] ^= 1;
        var (bytes, fault) = Gzip.Read(Gzip.Member(inner));
        Assert.Equal(Text, bytes);
        Assert.StartsWith("gzip data inside gzip is damaged", Assert.IsType<CorruptInputException>(fault).Message, StringComparison.Ordinal);
        Assert.IsType<CorruptInputException>(Gzip.Read(Gzip.Member(Gzip.Member(Text).AsSpan(..^4))).Fault);
    }

    [Fact]
    public void Open_GzipFourTimes_IsRefused()
    {
        byte[] packed = Text;
        for (int i = 0; i < 4; i++)
            packed = Gzip.Member(packed);
        Assert.IsType<UnreadableFormatException>(Gzip.Read(packed).Fault);
    }

    [Fact]
    public void Open_AnotherFormatInsideGzip_IsNamed()
    {
        byte[] zstd = [0x28, 0xb5, 0x2f, 0xfd, .. Text];
        Assert.Equal("is gzip of data that is zstd-compressed, which is not supported: decompress it first", Gzip.Read(Gzip.Member(zstd)).Fault?.Message);
        Assert.Equal("is gzip of a Parquet file, which is not supported: decompress it first", Gzip.Read(Gzip.Member([.. "PAR1"u8, .. Text])).Fault?.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Read_ABombAtAnyDepth_IsRefusedByItsStoredSize(int layers)
    {
        byte[] packed = new byte[64 << 20];
        packed.AsSpan().Fill((byte)'\n');
        for (int i = 0; i < layers; i++)
            packed = Gzip.Member(packed, CompressionLevel.SmallestSize);
        var (bytes, fault) = Gzip.Read(packed, new InflateLimits(1L << 40, 200));
        Assert.Contains("(max_ratio)", Assert.IsType<InflateLimitException>(fault).Message, StringComparison.Ordinal);
        Assert.InRange(bytes.Length, 0, 17 << 20);
        Assert.Contains("(max_object_size)", Gzip.Read(packed, new InflateLimits(1 << 20, 100_000)).Fault?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ABombOfPaddingInsideGzip_IsRefusedAlthoughNothingComesOutOfIt()
    {
        byte[] packed = Gzip.Member([.. Gzip.Member(Text), .. new byte[64 << 20]], CompressionLevel.SmallestSize);
        Assert.IsType<InflateLimitException>(Gzip.Read(packed, new InflateLimits(1L << 40, 200)).Fault);
    }

    [Fact]
    public void Open_SlowPipe_IsNotWaitedForOnceItIsText()
    {
        var pipe = new TrickleStream(Text, 5);
        using var stored = new PeekStream(pipe);
        using var content = ObjectContent.Open(stored, InflateLimits.None);
        Assert.Equal(5, pipe.Given);
        Assert.Equal(5, content.Read(new byte[100]));
    }

    [Fact]
    public void Open_SourceThatFailsAtOnce_FailsInTheRead()
    {
        using var stored = new PeekStream(new TrickleStream([], 1, new IOException("is a directory")));
        using var content = ObjectContent.Open(stored, InflateLimits.None);
        Assert.Equal("is a directory", Assert.Throws<IOException>(() => content.Read(new byte[1])).Message);
    }
}
