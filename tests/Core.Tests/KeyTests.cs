// Tests: no key stands twice, at any level, whatever the names in the data are.
using System.Text;
using System.Text.Json;
using CsCheck;

namespace Sluice.Core.Tests;

public sealed class KeyTests
{
    private static readonly Gen<byte[]> OddBytes = Gen.OneOf<byte[]>(
        [0xFF], [0xFE], [0xC3], [0xEF, 0xBF, 0xBD], [0xE2, 0x82], [0xF0, 0x9F, 0x8C], [0xED, 0xA0, 0x80], [0xC3, 0xA9]);

    private static readonly Gen<byte[]> Word = Gen.OneOf(
        "tcp-flags-array", "tcp_flags_array", "tcp-flags_array", "Tcp-flags-array", "tcpFlagsArray", "tcp--flags-array", "tcp-flags", "tcp_flags",
        "tcpFlags", "TCP_FLAGS", "version", "Version", "srcaddr", "src_addr", "src-addr", "srcAddr", "a", "a-", "a_", "a-b", "a_b", "aB", "vpcflow",
        "s3", "aws", "message", "@timestamp", "ecs", "event", "", " ", "-", "_", "--", "\\u0000", "\\n", "\\\"", "\\u0061", "\\u002d")
        .Select(Encoding.UTF8.GetBytes);

    private static readonly Gen<byte[]> Name = Gen.Frequency(
        (6, Word), (1, OddBytes), (2, Gen.Select(Word, OddBytes, (word, odd) => (byte[])[.. word, .. odd])));

    private static readonly Gen<byte[]> Value = Gen.OneOf(
        "\"\"", "\"-\"", "\"x\"", "null", "0", "3", "19", "\"18\"", "true", "1.5", "{}", "[1]").Select(Encoding.UTF8.GetBytes);

    private static readonly Gen<byte[]> Object =
        from members in Gen.Select(Name, Value).Array[0, 12]
        select (byte[])[.. "{\"srcaddr\":\"10.0.0.1\",\"dstaddr\":\"10.0.0.2\",\"interface-id\":\"eni-1\",\"log-status\":\"OK\",\"action\":\"ACCEPT\",\"end\":1,"u8,
            .. "\"packets\":1,\"bytes\":1,\"start\":1,\"protocol\":6,\"srcport\":1,\"dstport\":1"u8,
            .. members.SelectMany(member => (byte[])[(byte)',', (byte)'"', .. member.Item1, (byte)'"', (byte)':', .. member.Item2]), .. "}\n"u8];

    private static readonly Gen<byte[]> Text =
        from names in Gen.OneOf(
            "tcp-flags-array", "tcp_flags_array", "tcp-flags_array", "tcp-flags", "tcp_flags", "tcpflags", "version", "v-ersion", "srcaddr", "src-addr",
            "a", "a-", "a_", "a-b", "a_b", "vpcflow", "s3", "instance-tag-2", "instance-tag2").Array[0, 12]
        from values in Gen.OneOf("-", "0", "3", "19", "255").Array[12]
        let header = "srcaddr dstaddr interface-id log-status action end packets bytes start protocol srcport dstport pkt-srcaddr"
        select Encoding.UTF8.GetBytes($"{header} {string.Join(' ', names)}\n10.0.0.1 10.0.0.2 eni-1 OK ACCEPT 1 1 1 1 6 1 1 - {string.Join(' ', values)}\n");

    [Fact]
    public void JsonRecord_OfOddNames_HasEachKeyOnce() => Object.Sample(Check, iter: 2000, print: Print);

    [Fact]
    public void TextRecord_OfOddNames_HasEachKeyOnce() => Text.Sample(Check, iter: 1000, print: Print);

    [Theory]
    [InlineData("tcp-flags tcp-flags-array", "18 mine", "18", """["syn","ack"]""")]
    [InlineData("tcp_flags_array tcp_flags", "mine 18", "18", """["syn","ack"]""")]
    [InlineData("tcp-flags tcp-flags-array", "0 mine", "0", "\"mine\"")]
    [InlineData("tcp-flags-array tcp-flags", "mine -", null, "\"mine\"")]
    [InlineData("tcp-flags-array next-hop-vpc-id", "mine vpc-1", null, "\"mine\"")]
    public void FlagNames_OfAColumnAndOfTheFlags_AreOneKey(string columns, string values, string? flags, string names)
    {
        string text = $"srcaddr dstaddr {columns}\n10.0.0.1 10.0.0.2 {values}\n";
        string[] keys = [.. columns.Split(' ')];
        string json = "{\"srcaddr\":\"10.0.0.1\",\"dstaddr\":\"10.0.0.2\","
            + string.Join(',', keys.Zip(values.Split(' '), (key, value) => $"\"{key}\":\"{value}\"")) + "}\n";
        foreach (string input in (string[])[text, json])
            foreach (OutputEncoding encoding in Product.Encodings)
            {
                var fields = Product.Records(Encoding.UTF8.GetBytes(input), Schema.Ecs, encoding).Single()["aws"]!["vpcflow"]!;
                Assert.Equal(flags, (string?)fields["tcp_flags"]);
                Assert.Equal(names, fields["tcp_flags_array"]!.ToJsonString());
            }
    }

    [Fact]
    public void Names_ThatDifferInInvalidBytes_AreOneKeyOfTheLastValue()
    {
        byte[] input = [.. "{\"srcaddr\":\"10.0.0.1\",\"dstaddr\":\"10.0.0.2\",\"protocol\":6,\"x"u8, 0xFF, .. "\":\"first\",\"x\\uFFFD\":\"second\",\"x"u8, 0xFE, .. "\":\"third\"}\n"u8];
        foreach (OutputEncoding encoding in Product.Encodings)
        {
            var fields = Product.Records(input, Schema.Ecs, encoding).Single()["aws"]!["vpcflow"]!.AsObject();
            Assert.Equal(4, fields.Count);
            Assert.Equal("third", (string?)fields["x\uFFFD"]);
        }
    }

    [Fact]
    public void Name_ThatIsNotUtf8_IsReplacedInMessagePack()
    {
        byte[] input = [.. "{\"srcaddr\":\"10.0.0.1\",\"dstaddr\":\"10.0.0.2\",\"naive"u8, 0xC3, .. "name\":\"1\"}\n"u8];
        using var parser = new FlowParser(new ParseOptions { Schema = Schema.Ecs, Encoding = OutputEncoding.MsgPack });
        using var batch = new Batch();
        parser.Parse(input, endOfInput: true, batch);
        Assert.True(batch.Bytes.IndexOf("naive\uFFFDname"u8) > 0);
        Assert.True(batch.Bytes.IndexOf((ReadOnlySpan<byte>)[(byte)'e', 0xC3, (byte)'n']) < 0);
    }

    private static void Check(byte[] input)
    {
        foreach (string name in SchemaName.All)
            foreach (OutputEncoding encoding in Product.Encodings)
            {
                Assert.True(SchemaName.TryParse(name, out Schema schema));
                using var parser = new FlowParser(new ParseOptions { Schema = schema, Encoding = encoding });
                using var batch = new Batch();
                parser.Reset(new Origin("logs", "a/b"));
                parser.Parse(input, endOfInput: true, batch);
                string[] records = encoding == OutputEncoding.Ndjson
                    ? new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(batch.Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    : [.. EventDecoder.Decode(batch.Bytes.ToArray()).Select(record => record.Body)];
                Assert.NotEmpty(records);
                foreach (string record in records)
                    JsonDocument.Parse(record, new JsonDocumentOptions { AllowDuplicateProperties = false }).Dispose();
            }
    }

    private static string Print(byte[] input) => $"{Encoding.UTF8.GetString(input)}\n{Convert.ToHexString(input)}";
}
