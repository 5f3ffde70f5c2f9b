// Tests: small files that claim to be large ones, and shapes that no writer makes.
using System.Diagnostics;
using Sluice.Core;

namespace Sluice.Parquet.Tests;

public sealed class HostileTests
{
    private static readonly ParquetLimits _limits = new() { MaxMemory = 16 << 20 };

    [Theory]
    [InlineData(0x19)] // lists of lists
    [InlineData(0x1C)] // structs in structs
    [InlineData(0x29)]
    [InlineData(0x2C)]
    public void Open_FooterThatNestsWithoutEnd_IsCorrupt(int header) =>
        Corrupt(Forge.File([], [.. Enumerable.Repeat((byte)header, 60_000)]));

    [Theory]
    [InlineData(20)]
    [InlineData(1_500)]
    public void Open_SchemaOfNestedGroups_IsCorrupt(int groups) => Corrupt(Schema(
        [Forge.Group("schema", 2), Forge.Leaf("packets", Forge.Int64), .. Enumerable.Repeat(Forge.Group("g", 1, 1), groups), Forge.Leaf("x", Forge.Int64)]));

    [Theory]
    [InlineData(1_001)]
    [InlineData(300_000)]
    public void Open_TooManyColumns_IsOverTheLimit(int columns) => Over(null, Schema(
        [Forge.Group("schema", columns), .. Enumerable.Range(0, columns).Select(i => Forge.Leaf($"c{i}", Forge.Int64))]));

    [Fact]
    public void Open_SchemaWithoutColumns_IsCorrupt() => Corrupt(Schema([Forge.Group("schema", 0)]));

    [Fact]
    public void Open_GroupsOfNoChildren_IsCorruptOrEmpty() =>
        Corrupt(Schema([Forge.Group("schema", 3), Forge.Group("a", 0, 0), Forge.Group("b", 0, 0)]));

    [Fact]
    public void Open_TypesOfFieldsExchanged_IsCorrupt() =>
        Corrupt([.. "PAR1\x29\x13\x15\x00\x15\x05\x00\x00\x00PAR1"u8]);

    [Fact]
    public void Open_BytesBehindTheFooter_IsCorrupt()
    {
        byte[] footer = Forge.Footer([Forge.Group("schema", 1), Forge.Leaf("packets", Forge.Int64)], 0, []);
        Drain(Forge.File([], footer));
        Corrupt(Forge.File([], [.. footer, 0]));
    }

    [Theory]
    [InlineData("PARE", "PARE")]
    [InlineData("PAR1", "PARE")]
    public void Open_Encrypted_SaysSo(string head, string tail)
    {
        byte[] file = Fixture.Parquet("v2-gzip");
        System.Text.Encoding.ASCII.GetBytes(head).CopyTo(file, 0);
        System.Text.Encoding.ASCII.GetBytes(tail).CopyTo(file, file.Length - 4);
        Assert.Contains("encrypted", Corrupt(file).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60_000_000, 1)]
    [InlineData(60_000_000, 1_000)]
    [InlineData(10_000_000, 1)]
    [InlineData(long.MaxValue / 4, 4)]
    public void Open_MoreRowsThanTheBytesCanBe_IsOverTheRatio(long rows, int groups)
    {
        byte[] pages = [.. Forge.Page(2, 1, Forge.Text(10)), .. Forge.Page(0, (int)Math.Min(rows, int.MaxValue), Forge.Run(rows), Forge.RleDictionary)];
        Over("max_ratio", Forge.Table(rows, groups, ("srcaddr", Forge.ByteArray, 0, pages)));
    }

    [Fact]
    public void Read_FewBytesThatMakeLongRows_IsOverTheRatioAfterSixteenMebibytes()
    {
        const int Rows = 100_000, Length = 1_000;
        byte[] file = Forge.Table(Rows, 1, ("srcaddr", Forge.ByteArray, 0, [.. Forge.Page(2, 1, Forge.Text(Length)), .. Forge.Page(0, Rows, Forge.Run(Rows), Forge.RleDictionary)]));
        using var parser = new FlowParser(new ParseOptions());
        using var batch = new Batch();
        using ParquetFlowReader reader = ParquetFlowReader.Open(new MemoryStream(file), _limits);
        Assert.Equal("max_ratio", Assert.Throws<ParquetLimitException>(() => Rows_(reader, parser, batch)).Setting);
        Assert.InRange(reader.RowsRead, 1, (16 << 20) / Length);
    }

    [Fact]
    public void Read_RowsLargerThanMaxObjectSize_IsOverIt()
    {
        byte[] file = Fixture.Parquet("v5-snappy");
        ParquetLimitException error = Assert.Throws<ParquetLimitException>(() => Fixture.Drain(new MemoryStream(file), _limits with { MaxObjectSize = file.Length + 1 }));
        Assert.Equal("max_object_size", error.Setting);
    }

    [Fact]
    public void Open_StoredLargerThanMaxObjectSize_IsOverIt()
    {
        byte[] file = Fixture.Parquet("v5-snappy");
        Assert.Equal("max_object_size", Assert.Throws<ParquetLimitException>(
            () => ParquetFlowReader.Open(new MemoryStream(file), _limits with { MaxObjectSize = file.Length - 1 })).Setting);
    }

    [Theory]
    [InlineData(1, 127, "max_ratio")]
    [InlineData(4, 127, "max_ratio")]
    [InlineData(1, 15, "max_line_size")] // below the size from which the ratio counts
    [InlineData(1_000, 15, "max_line_size")]
    public void Read_ControlCharactersCompressed_AreOverALimit(int columns, int mebibytes, string setting)
    {
        byte[] raw = Forge.Text(mebibytes << 20, of: 1);
        byte[] page = Forge.Page(0, 1, Forge.Gzip(raw), size: raw.Length);
        Over(setting, Forge.Table(1, 1, [.. Enumerable.Range(0, columns).Select(i => ($"c{i}", Forge.ByteArray, 2, page))]));
    }

    [Fact]
    public void Read_ValuesAsLongAsALineInManyColumns_StayWithinTheMemory()
    {
        byte[] raw = Forge.Text(1 << 20, of: 1);
        byte[] page = Forge.Page(0, 1, Forge.Gzip(raw), size: raw.Length);
        Over(null, Forge.Table(1, 1, [.. Enumerable.Range(0, 900).Select(i => ($"c{i}", Forge.ByteArray, 2, page))]), any: true);
    }

    [Fact]
    public void Read_DictionaryEntriesAsLongAsALineInManyColumns_StayWithinTheMemory()
    {
        byte[] raw = Forge.Text(1 << 20, of: 1);
        byte[] pages = [.. Forge.Page(2, 1, Forge.Gzip(raw), size: raw.Length), .. Forge.Page(0, 1, Forge.Gzip(Forge.Run(1)), Forge.RleDictionary, size: 3)];
        Over(null, Forge.Table(1, 1, [.. Enumerable.Range(0, 900).Select(i => ($"c{i}", Forge.ByteArray, 2, pages))]), any: true);
    }

    [Fact]
    public void Read_DictionariesLargerThanTheMemory_AreOverIt()
    {
        byte[] noise = new byte[12 << 20];
        var random = new Random(4);
        for (int at = 0; at < noise.Length; at += 12)
        {
            noise[at] = 8;
            for (int i = 4; i < 12; i++)
                noise[at + i] = (byte)random.Next(' ', 127);
        }
        byte[] pages = [.. Forge.Page(2, noise.Length / 12, noise), .. Forge.Page(0, 1, Forge.Run(1), Forge.RleDictionary)];
        Over("memory_budget", Forge.Table(1, 1, ("srcaddr", Forge.ByteArray, 0, pages), ("dstaddr", Forge.ByteArray, 0, pages)));
    }

    [Fact]
    public void Read_DictionaryOfMoreEntriesThanBytes_IsCorrupt() =>
        Corrupt(Forge.Table(1, 1, ("srcaddr", Forge.ByteArray, 0, [.. Forge.Page(2, int.MaxValue, Forge.Text(3)), .. Forge.Page(0, 1, Forge.Run(1), Forge.RleDictionary)])));

    [Fact]
    public void Read_IndexOutsideTheDictionary_IsCorrupt() =>
        Corrupt(Forge.Table(1, 1, ("srcaddr", Forge.ByteArray, 0, [.. Forge.Page(2, 1, Forge.Text(3)), .. Forge.Page(0, 1, [1, 2, 1], Forge.RleDictionary)])));

    [Fact]
    public void Read_TheSameChunkInManyRowGroups_IsCorrupt() => Assert.Contains(
        "overlap", Corrupt(Forge.Table(4, 500, ("srcaddr", Forge.ByteArray, 0, Forge.Page(0, 4, [.. Forge.Text(3), .. Forge.Text(3), .. Forge.Text(3), .. Forge.Text(3)])))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_MillionsOfEmptyPages_TakesLinearTime()
    {
        byte[] empty = Forge.Page(0, 0, []);
        byte[] pages = [.. Enumerable.Repeat(empty, 200_000).SelectMany(page => page), .. Forge.Page(0, 1, Forge.Text(3))];
        long began = Stopwatch.GetTimestamp();
        Assert.Equal(1, Drain(Forge.Table(1, 1, ("srcaddr", Forge.ByteArray, 0, pages))));
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 30);
    }

    [Fact]
    public void Read_ZstandardWindowOfGigabytes_IsOverTheMemory()
    {
        byte[] frame = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0xA8, 0x01, 0, 0];
        Over("memory_budget", Forge.Table(1, 1, ("srcaddr", Forge.ByteArray, 6, Forge.Page(0, 1, frame, size: 10))));
    }

    [Fact]
    public void Read_ZstandardWithADictionaryAndALongSize_IsCorruptOrOverTheMemory() =>
        Assert.IsAssignableFrom<IOException>(Record.Exception(() => Drain(Forge.Table(
            1, 1, ("srcaddr", Forge.ByteArray, 6, Forge.Page(0, 1, [0x28, 0xB5, 0x2F, 0xFD, 0xE3, .. Enumerable.Repeat((byte)0xFF, 20)], size: 10))))));

    [Fact]
    public void Read_ZstandardThatInflatesToMore_IsCorrupt()
    {
        // Run-length blocks of four bytes, each worth 128 KiB.
        byte[] frame = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x38, .. Enumerable.Repeat(new byte[] { 0x02, 0x00, 0x10, 0x41 }, 2_000).SelectMany(b => b), 0x03, 0x00, 0x10, 0x41];
        Corrupt(Forge.Table(1, 1, ("srcaddr", Forge.ByteArray, 6, Forge.Page(0, 1, frame, size: 10))));
    }

    [Theory]
    [InlineData(1)] // Snappy
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(7)]
    public void Read_NoiseInAnyCodec_IsCorrupt(int codec)
    {
        byte[] noise = new byte[5_000];
        new Random(1).NextBytes(noise);
        Corrupt(Forge.Table(1, 1, ("srcaddr", Forge.ByteArray, codec, Forge.Page(0, 1, noise, size: 9_000))), _limits with { MaxMemory = 1L << 33 });
    }

    [Theory]
    [InlineData(3, "LZO")]
    [InlineData(5, "LZ4")]
    [InlineData(9, "unknown codec, 9")]
    public void Read_CodecThatIsNotRead_IsNamed(int codec, string name) =>
        Assert.Contains(name, Corrupt(Forge.Table(1, 1, ("srcaddr", Forge.ByteArray, codec, Forge.Page(0, 1, Forge.Text(3))))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(5_000, true)]
    [InlineData(2 << 20, false)]
    public void Read_PageHeaderWithLongStatistics_IsReadUpToAMebibyte(int length, bool good)
    {
        byte[] kind = new Thrift().Int(1, 1, 5).Int(2, 0, 5).Int(3, 3, 5).Int(4, 3, 5)
            .Struct(5, new Thrift().Bytes(1, new byte[length]).End()).End();
        byte[] page = [.. new Thrift().Int(1, 0, 5).Int(2, 7, 5).Int(3, 7, 5).Struct(5, kind).End(), .. Forge.Text(3)];
        byte[] file = Forge.Table(1, 1, ("srcaddr", Forge.ByteArray, 0, page));
        if (good)
            Assert.Equal(1, Drain(file));
        else
            Corrupt(file);
    }

    [Fact]
    public void Read_LongerThanTheTimeAllowed_Ends() =>
        Over(null, Fixture.Parquet("v5-snappy"), _limits with { MaxTime = TimeSpan.Zero });

    [Fact]
    public void Read_ValueLongerThanALine_IsOverTheLimit() =>
        Over("max_line_size", Forge.Table(1, 1, ("srcaddr", Forge.ByteArray, 0, Forge.Page(0, 1, Forge.Text(2 << 20)))));

    [Fact]
    public void LeftOut_ManyNestedColumns_AreToldBriefly()
    {
        byte[] footer = Forge.Footer(
            [Forge.Group("schema", 100), .. Enumerable.Range(0, 100).Select(i => Forge.Leaf($"r{i}\u001b[2J", Forge.Int64, repetition: 2))], 0, []);
        using ParquetFlowReader reader = ParquetFlowReader.Open(new MemoryStream(Forge.File([], footer)), _limits);
        Assert.Equal(21, reader.LeftOut.Count);
        Assert.DoesNotContain(reader.LeftOut, line => line.Contains('\u001b', StringComparison.Ordinal));
    }

    private static byte[] Schema(List<byte[]> elements) => Forge.File([], Forge.Footer(elements, 0, []));

    private static void Rows_(ParquetFlowReader reader, FlowParser parser, Batch batch)
    {
        while (reader.Read(parser, batch, 64 * 1024, default))
            batch.Clear();
    }

    private static long Drain(byte[] file, ParquetLimits? limits = null)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            return Fixture.Drain(new MemoryStream(file), limits ?? _limits);
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, _limits.MaxMemory + (64 << 20));
        }
    }

    private static CorruptInputException Corrupt(byte[] file, ParquetLimits? limits = null)
    {
        CorruptInputException error = Assert.Throws<CorruptInputException>(() => Drain(file, limits));
        Assert.InRange(error.Offset, 0, file.Length);
        return error;
    }

    private static void Over(string? setting, byte[] file, ParquetLimits? limits = null, bool any = false)
    {
        ParquetLimitException error = Assert.Throws<ParquetLimitException>(() => Drain(file, limits));
        if (!any)
            Assert.Equal(setting, error.Setting);
    }
}
