// Tests: whatever bytes come, every line gives a record or a malformed record, and valid output.
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Xunit;

namespace Sluice.Core.Tests;

public sealed class ArbitraryBytesTests
{
    private static readonly long Samples = Math.Max(1_000, Check.Iter);

    [Fact]
    public void Parse_MutatedLogs_GivesARecordOrAMalformedRecordForEveryLine() =>
        BytesGen.Mutated.Sample(input => Holds(input.Bytes, input.Fields), iter: Samples, print: input => Print(input.Bytes, input.Fields));

    [Fact]
    public void Parse_RandomBytes_GivesARecordOrAMalformedRecordForEveryLine() =>
        BytesGen.Random.Sample(bytes => Holds(bytes, null), iter: Samples, print: bytes => Print(bytes, null));

    // By name only: the runner writes a theory's data out and reads it again, byte by byte.
    private static readonly Dictionary<string, byte[]> Monster = new()
    {
        { "NULs", new byte[1 << 20] },
        { "high bytes", [.. Enumerable.Repeat((byte)0xFF, 1 << 20)] },
        { "first halves of a sequence", [.. Enumerable.Repeat((byte)0xE2, 1 << 20)] },
        { "blanks", [.. Enumerable.Repeat((byte)' ', 1 << 20)] },
        { "dashes", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("- ", 1 << 19))) },
        { "known names", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("srcaddr ", 1 << 17))) },
        { "open brackets", [(byte)'{', .. "\"a\":"u8, .. Enumerable.Repeat((byte)'[', 1 << 19)] },
        { "open objects", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 1 << 17))) },
        { "a string", [.. "{\"srcaddr\":\""u8, .. Enumerable.Repeat((byte)'1', 1 << 19), .. "\"}"u8] },
        { "escapes", [.. "{\"action\":\""u8, .. Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("\\u0000", 1 << 17))), .. "\"}"u8] },
        { "many members", Encoding.ASCII.GetBytes("{" + string.Join(',', Enumerable.Range(0, 60_000).Select(n => $"\"f{n}\":{n}")) + "}") },
        { "a long record", Encoding.ASCII.GetBytes("2 123456789010 eni-0 10.0.0.1 10.0.0.2 1 2 6 1 40 1 2 ACCEPT OK" + new string('x', 1 << 20)[..900_000]) },
        { "line feeds", [.. Enumerable.Repeat((byte)'\n', 1 << 15)] },
        { "a carriage return that ends no line", [.. "\r "u8] },
        { "carriage returns", [.. Enumerable.Repeat((byte)'\r', 1 << 20)] },
    };

    public static TheoryData<string> Monsters() => [.. Monster.Keys];

    [Theory]
    [MemberData(nameof(Monsters))]
    public void Parse_LineOfAMebibyte_GivesARecordOrAMalformedRecord(string name)
    {
        Holds([.. Monster[name], .. "\n2 123456789010 eni-0 10.0.0.1 10.0.0.2 1 2 6 1 40 1 2 ACCEPT OK\n"u8], null);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(30_000_000, false)]
    public void Parse_LineAtTheLimit_IsReadAndOneByteMoreIsMalformed(int over, bool isRecord)
    {
        byte[] record = Encoding.ASCII.GetBytes("2 123456789010 eni-0 10.0.0.1 10.0.0.2 1 2 6 1 40 1 2 ACCEPT OK ");
        byte[] line = new byte[ParseOptions.DefaultMaxLineBytes + over];
        Array.Fill(line, (byte)'x');
        record.CopyTo(line, 0);
        using var parser = new FlowParser(new ParseOptions());
        using var batch = new Batch();
        Assert.Equal(line.Length, parser.Parse(line, endOfInput: true, batch));
        Assert.Equal(isRecord ? 1 : 0, parser.Counts.Records);
        Assert.Equal(isRecord ? 0 : 1, parser.Counts.Malformed);
        Assert.Single(Product.Trees(batch, OutputEncoding.Ndjson));
        Assert.InRange(batch.Capacity, 0, 8 << 20);
    }

    private static void Holds(byte[] input, string? fields)
    {
        foreach (Schema schema in Enum.GetValues<Schema>())
        {
            List<JsonObject> json = Product.Records(input, schema, OutputEncoding.Ndjson, fields);
            List<JsonObject> pack = Product.Records(input, schema, OutputEncoding.MsgPack, fields);
            Assert.Equal(json.Select(tree => tree.ToJsonString()), pack.Select(tree => tree.ToJsonString()));
            if (schema == Schema.Aws)
                Assert.All(json, Assert.NotEmpty); // its records have no line
            else
                Assert.All(json, tree => Assert.NotNull(schema == Schema.Ecs ? tree["event"]!["original"] : tree["message"]));
        }
        AccountsForEveryLine(input, fields);
    }

    private static void AccountsForEveryLine(byte[] input, string? fields)
    {
        using var parser = new FlowParser(new ParseOptions { Fields = fields });
        using var batch = new Batch();
        parser.Parse(input, endOfInput: true, batch);
        string[] messages = [.. Product.Trees(batch, OutputEncoding.Ndjson).Select(tree => tree["message"]!.GetValue<string>())];
        ParseCounts counts = parser.Counts;
        List<string> lines = Lines(input);
        Assert.Equal(input.Length, counts.BytesIn);
        Assert.Equal(messages.Length, counts.Records + counts.Malformed);
        Assert.InRange(counts.Headers + messages.Length, 0, counts.Lines);
        // What begins with a mark of JSON is framed by its brackets and not by line ends.
        string[] spoken = [.. lines.Where(line => line.TrimEnd('\n').TrimEnd('\r').AsSpan().Trim(" \t").Length > 0)];
        if (Array.Exists(spoken, line => line.AsSpan().TrimStart(" \t") is ['{' or '[' or ']' or ',' or '"', ..]))
            return;
        // Headers and blank lines have no record; all others stand in the output as they came, in order. A line with a
        // header glued to it is one of each.
        Assert.InRange(counts.Lines, lines.Count, lines.Count + counts.Headers);
        Assert.Equal(spoken.Length + counts.Lines - lines.Count, messages.Length + counts.Headers);
        int at = 0;
        foreach (string message in messages)
        {
            at = Array.FindIndex(spoken, at, line => line.TrimEnd('\n').TrimEnd('\r') is var text && (text == message
                || (counts.Lines > lines.Count && text.StartsWith(message, StringComparison.Ordinal))));
            Assert.True(at++ >= 0, $"no line reads {message}");
        }
    }

    private static List<string> Lines(byte[] input)
    {
        var lines = new List<string>();
        int from = 0;
        while (from < input.Length)
        {
            // A byte order mark may stand before any line: files are joined.
            while (input.AsSpan(from).StartsWith("\uFEFF"u8))
                from += 3;
            if (from == input.Length)
                break;
            int feed = Array.IndexOf(input, (byte)'\n', from);
            int next = feed < 0 ? input.Length : feed + 1;
            lines.Add(Encoding.UTF8.GetString(input, from, next - from));
            from = next;
        }
        return lines;
    }

    private static string Print(byte[] bytes, string? fields) => $"fields: {fields}\n{Convert.ToHexString(bytes)}\n{Encoding.UTF8.GetString(bytes)}";
}
