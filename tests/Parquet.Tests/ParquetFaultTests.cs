// Tests: damaged, hostile and foreign files end in one kind of error, and what stood before the damage is kept.
using Sluice.Core;

namespace Sluice.Parquet.Tests;

public sealed class ParquetFaultTests
{
    public static TheoryData<string> Files() => [.. Fixture.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void Open_TruncatedFile_IsCorrupt(string name)
    {
        byte[] whole = Fixture.Parquet(name);
        for (int length = 0; length < whole.Length; length += Math.Max(1, whole.Length / 50))
        {
            using var stream = new MemoryStream(whole, 0, length);
            Assert.Throws<CorruptInputException>(() => ParquetFlowReader.Open(stream, new ParquetLimits()));
        }
    }

    [Fact]
    public void Read_LastRowGroupDamaged_KeepsTheRowsBeforeIt()
    {
        byte[] file = Fixture.Parquet("v5-groups-zstd");
        int rows = Fixture.Table("v5-groups-zstd").Rows.Length;
        Array.Fill(file, (byte)0xEE, LastPages(file), 200); // the first page of the last group is no header any more
        using var parser = new FlowParser(new ParseOptions());
        using var batch = new Batch();
        using ParquetFlowReader reader = ParquetFlowReader.Open(new MemoryStream(file), new ParquetLimits());
        Assert.Throws<CorruptInputException>(() => reader.Read(parser, batch, int.MaxValue, default));
        Assert.Equal(rows - (rows % 7), batch.Records);
        Assert.Equal(batch.Records, reader.RowsRead);
    }

    [Theory]
    [InlineData("")]
    [InlineData("PAR1")]
    [InlineData("PAR1PAR1")]
    [InlineData("PAR1\0\0\0\0PAR1")]
    [InlineData("PAR1\u007f\u007f\u007f\u007fPAR1")]
    [InlineData("2 123456789010 eni-0a1b2c3d4e5f60718 10.0.0.1 10.0.0.2 1 2 6 1 40 1 2 ACCEPT OK")]
    public void Open_NoParquetFile_IsCorrupt(string text)
    {
        using var stream = new MemoryStream(System.Text.Encoding.Latin1.GetBytes(text));
        Assert.Throws<CorruptInputException>(() => ParquetFlowReader.Open(stream, new ParquetLimits()));
    }

    [Fact]
    public void Read_StreamFails_ThrowsTheStreamsOwnError()
    {
        using var stream = new FailingStream(Fixture.Parquet("v5-groups-zstd"));
        IOException error = Assert.Throws<IOException>(() =>
        {
            using var parser = new FlowParser(new ParseOptions());
            using var batch = new Batch();
            using ParquetFlowReader reader = ParquetFlowReader.Open(stream, new ParquetLimits());
            stream.Arm();
            reader.Read(parser, batch, int.MaxValue, default);
        });
        Assert.Equal("disk on fire", error.Message);
    }

    [Fact]
    public void Read_Cancelled_Throws()
    {
        using var parser = new FlowParser(new ParseOptions());
        using var batch = new Batch();
        using ParquetFlowReader reader = ParquetFlowReader.Open(new MemoryStream(Fixture.Parquet("v2-gzip")), new ParquetLimits());
        Assert.ThrowsAny<OperationCanceledException>(
            () => reader.Read(parser, batch, int.MaxValue, new CancellationToken(canceled: true)));
    }

    // The writer puts its page indexes, whose sizes the footer knows, behind the pages: found by the package itself.
    private static int LastPages(byte[] file)
    {
        using var stream = new MemoryStream(file);
        global::Parquet.ParquetReader reader = global::Parquet.ParquetReader.CreateAsync(stream).GetAwaiter().GetResult();
        global::Parquet.Meta.ColumnMetaData first = reader.Metadata!.RowGroups[^1].Columns[0].MetaData!;
        return (int)(first.DictionaryPageOffset ?? first.DataPageOffset);
    }

    private sealed class FailingStream(byte[] bytes) : MemoryStream(bytes)
    {
        private bool _armed;

        internal void Arm() => _armed = true;

        public override int Read(Span<byte> buffer) => _armed ? throw new IOException("disk on fire") : base.Read(buffer);
    }
}
