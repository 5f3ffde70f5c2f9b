// Tests: what the values of each type look like in a row.
using System.Buffers.Binary;
using System.Text;

namespace Sluice.Parquet.Tests;

public sealed class FormTests
{
    private const int Int32 = 1, Int96 = 3, Date = 6, TimestampMillis = 9, TimestampMicros = 10, UInt64 = 14, Decimal = 5, Interval = 21;

    [Fact]
    public void Uuid_IsItsText()
    {
        Guid id = new("00112233-4455-6677-8899-aabbccddeeff");
        Assert.Equal(["""{"c":"00112233-4455-6677-8899-aabbccddeeff"}"""], Rows(Leaf(Forge.Fixed, length: 16, logical: 14), id.ToByteArray(bigEndian: true)));
    }

    [Fact]
    public void BinaryThatIsText_IsText() =>
        Assert.Equal(["""{"c":"caf\u00e9"}""".Replace("\\u00e9", "é", StringComparison.Ordinal)], Rows(Leaf(Forge.ByteArray), Value("café"u8)));

    [Fact]
    public void BinaryWithATab_IsText() =>
        Assert.Equal(["{\"c\":\"a\\u0009b\"}"], Rows(Leaf(Forge.ByteArray), Value("a\tb"u8)));

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 1 })]
    [InlineData(new byte[] { 7, (byte)'a' })]
    public void BinaryThatIsNoText_IsLeftOutAndTold(byte[] value)
    {
        using ParquetFlowReader reader = Read(Leaf(Forge.ByteArray), Value(value), out List<string> rows);
        Assert.Equal(["{}"], rows);
        Assert.Equal(["column c has values that are not text; they are left out"], reader.LeftOut);
    }

    [Fact]
    public void TextWithEscapesAndBrokenUtf8_IsStillJson() =>
        Assert.Equal(["{\"c\":\"a\\\"\uFFFDb\"}"], Rows(Leaf(Forge.ByteArray, converted: 0), Value([(byte)'a', (byte)'"', 0xFF, (byte)'b'])));

    [Theory]
    [InlineData("-")]
    [InlineData("")]
    public void AbsentText_IsLeftOut(string text) =>
        Assert.Equal(["{}"], Rows(Leaf(Forge.ByteArray, converted: 0), Value(Encoding.ASCII.GetBytes(text))));

    [Theory]
    [InlineData(TimestampMillis, 1_780_000_000_999, "1780000000")]
    [InlineData(TimestampMillis, -1, "-1")]
    [InlineData(TimestampMicros, 1_780_000_000_999_999, "1780000000")]
    [InlineData(TimestampMicros, long.MinValue, "-9223372036855")]
    [InlineData(Date, 2, "172800")]
    [InlineData(UInt64, -1, "18446744073709551615")]
    [InlineData(null, long.MinValue, "-9223372036854775808")]
    public void WideInteger_OfAMeaning_IsWritten(int? converted, long value, string expected) =>
        Assert.Equal([$$"""{"c":{{expected}}}"""], Rows(Leaf(Forge.Int64, converted: converted), BitConverter.GetBytes(value)));

    [Theory]
    [InlineData(2, 12345, "123.45")]
    [InlineData(2, -500, "-5")]
    [InlineData(0, 7, "7")]
    [InlineData(30, 7, "7")] // no such decimal fits in 64 bits: the number as it stands
    public void Decimal_IsWritten(int scale, int value, string expected) =>
        Assert.Equal([$$"""{"c":{{expected}}}"""], Rows(Leaf(Int32, converted: Decimal, scale: scale), BitConverter.GetBytes(value)));

    [Fact]
    public void Int96_IsEpochSeconds()
    {
        byte[] value = new byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(value, 1_500_000_000);
        BinaryPrimitives.WriteInt32LittleEndian(value.AsSpan(8), 2_440_589);
        Assert.Equal(["""{"c":86401}"""], Rows(Leaf(Int96), value));
    }

    [Theory]
    [InlineData(Forge.ByteArray, Decimal)]
    [InlineData(Forge.Fixed, Interval)]
    public void TypeOfNoFlowLog_IsLeftOutAndTold(int type, int converted)
    {
        using ParquetFlowReader reader = Read(Leaf(type, length: 12, converted: converted), [0, 0, 0, 0], out List<string> rows);
        Assert.Equal(["{}"], rows);
        Assert.Equal(["column c is left out: flow logs have no columns of its type"], reader.LeftOut);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void FixedLength_Impossible_IsCorrupt(int length) => Assert.Throws<Core.Inflate.CorruptInputException>(
        () => Rows(Leaf(Forge.Fixed, length: length), [0]));

    private static byte[] Leaf(int type, int length = 0, int? converted = null, int? logical = null, int scale = 0)
    {
        Thrift element = new Thrift().Int(1, type, 5).Int(2, length, 5).Int(3, 0, 5).Bytes(4, "c"u8);
        if (converted is { } meaning)
            element.Int(6, meaning, 5);
        if (scale > 0)
            element.Int(7, scale, 5);
        if (logical is { } kind)
            element.Struct(10, new Thrift().Struct(kind, [0]).End());
        return element.End();
    }

    private static byte[] Value(ReadOnlySpan<byte> text) => [.. BitConverter.GetBytes(text.Length), .. text];

    private static List<string> Rows(byte[] leaf, byte[] value)
    {
        using ParquetFlowReader reader = Read(leaf, value, out List<string> rows);
        Assert.Empty(reader.LeftOut);
        return rows;
    }

    private static ParquetFlowReader Read(byte[] leaf, byte[] value, out List<string> rows)
    {
        byte[] page = Forge.Page(0, 1, value);
        int type = leaf[1] >> 1; // zigzag, behind the header of the first field
        byte[] footer = Forge.Footer(
            [Forge.Group("schema", 1), leaf], 1, [Forge.RowGroup([Forge.Chunk(type, "c", 0, 1, page.Length, 4)], 1)]);
        using var parser = new Core.Records.FlowParser(new Core.Settings.ParseOptions { Emit = Core.Settings.Emit.Raw });
        using var batch = new Core.Records.Batch();
        ParquetFlowReader reader = ParquetFlowReader.Open(new MemoryStream(Forge.File(page, footer)), new ParquetLimits());
        reader.Read(parser, batch, int.MaxValue, default);
        rows = Fixture.Trees(batch).ConvertAll(tree => tree["log"]!.GetValue<string>());
        return reader;
    }
}
