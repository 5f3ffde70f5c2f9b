// Tests: lines instead of records, and what a parser of lines and flat objects needs.
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sluice.Core.Tests;

public sealed partial class EmitTests
{
    private const string V2 = "2 123456789010 eni-1 10.0.0.5 10.0.0.9 49152 443 6 8 1200 1700000000 1700000058 ACCEPT OK";
    private const string V5 = "5 424805057484 eni-1 52.95.128.179 10.0.0.71 46945 53 17 1 73 1658131186 1658131216 ACCEPT OK vpc-1 subnet-1 - 0 IPv4 52.95.128.179 10.0.0.71 eu-west-1 euw1-az3 - - - - egress 8";
    private const string V2Header = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";

    [Theory]
    [InlineData(V2 + "\n\n" + V2 + "\r\n", V2 + "\n" + V2 + "\n")]
    [InlineData(V2Header + "\n" + V2, V2 + "\n")]
    [InlineData("dstaddr srcaddr\n10.0.0.1\t10.0.0.2\n", "10.0.0.1\t10.0.0.2\n")]
    [InlineData("{\"message\":\"" + V2 + "\"}\n", V2 + "\n")]
    [InlineData("2026-11-14T22:14:20.000Z " + V2 + "\n", V2 + "\n")]
    [InlineData("{\"srcaddr\":\"10.0.0.1\",\n \"dstport\":6.0}\n", "{\"srcaddr\":\"10.0.0.1\",  \"dstport\":6.0}\n")]
    [InlineData("no flow log\n" + V2, "no flow log\n" + V2 + "\n")]
    public void Raw_Lines_AreThoseOfRecordsAsTheyCame(string input, string expected) =>
        Assert.Equal(expected, Text(input, Emit.Raw, OutputEncoding.Lines));

    [Fact]
    public void Raw_Json_HoldsTheLineUnderLog() =>
        Assert.Equal("{\"log\":\"{\\\"srcaddr\\\":\\\"10.0.0.1\\\"}\"}\n{\"log\":\"a\\tb\"}\n", Text("{\"srcaddr\":\"10.0.0.1\"}\r\na\tb", Emit.Raw, OutputEncoding.Ndjson));

    [Theory]
    [InlineData(V2)]
    [InlineData(V5)]
    [InlineData("2 123456789010 eni-1 - - - - - - - 1431280876 1431280934 - NODATA")]
    [InlineData("2 123456789010 - 10.0.0.5 10.0.0.9 0 0 1 8 1200 1700000000 1700000058 REJECT SKIPDATA")]
    [InlineData(V2 + " further columns")]
    public void Intake_DefaultOrder_IsTheLine(string line) => Assert.Equal(line + "\n", Text(line + "\n", Emit.Intake, OutputEncoding.Lines));

    /// <summary>The text branch of the intake's parser would leave these without a field.</summary>
    [Theory]
    [InlineData("2 unknown eni-1 - - - - - - - 1431280876 1431280934 - NODATA")]
    [InlineData(" " + V2)]
    [InlineData("2  123456789010 eni-1 10.0.0.5 10.0.0.9 49152 443 6 8 1200 1700000000 1700000058 ACCEPT OK")]
    [InlineData("2\t123456789010 eni-1 10.0.0.5 10.0.0.9 49152 443 6 8 1200 1700000000 1700000058 ACCEPT OK")]
    [InlineData("2 123456789010 eni-1 10.0.0.5 10.0.0.9 49152 443 6 8 1200 - 1700000058 ACCEPT OK")]
    [InlineData("10 123456789010 eni-1 10.0.0.5 10.0.0.9 49152 443 6 8 1200 1700000000 1700000058 ACCEPT OK")]
    [InlineData(V2Header + "\n2 123456789010 eni-1 10.0.0.5 10.0.0.9 49152 443 6 8 1200 1700000000 1700000058 ACCEPT -")]
    [InlineData("srcaddr dstaddr\n10.0.0.1 10.0.0.2")]
    [InlineData(V2Header + " vpc-id\n" + V2 + " vpc-1")]
    [InlineData(V2Header + "\n2 123456789010 éni-1 10.0.0.5 10.0.0.9 49152 443 6 8 1200 1700000000 1700000058 ACCEPT OK")]
    public void Intake_AnythingElse_IsAFlatObject(string input)
    {
        string text = Text(input, Emit.Intake, OutputEncoding.Lines);
        Assert.StartsWith("{", text, StringComparison.Ordinal);
        using var parser = new FlowParser(new ParseOptions { Schema = Schema.Aws });
        using var batch = new Batch();
        parser.Parse(Encoding.UTF8.GetBytes(input), true, batch);
        Assert.Equal(Encoding.UTF8.GetString(batch.Bytes), text);
    }

    /// <summary>Every input of the goldens, in lines and in JSON: each event is one that the intake's parser has a branch for.</summary>
    [Fact]
    public void Intake_EverySnapshot_IsUnderstood()
    {
        int lines = 0, objects = 0;
        foreach (Snapshot snapshot in Snapshot.All)
        {
            var options = new ParseOptions { Emit = Emit.Intake, Fields = snapshot.Fields, OnMalformed = OnMalformed.Drop };
            byte[] input = File.ReadAllBytes(snapshot.Input);
            string[] bare = Text(input, options with { Encoding = OutputEncoding.Lines }).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            string[] json = Text(input, options).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(bare.Length, json.Length);
            for (int i = 0; i < bare.Length; i++)
            {
                var tree = JsonNode.Parse(json[i])!.AsObject();
                if (bare[i][0] == '{')
                {
                    objects++;
                    Assert.Equal(json[i], bare[i]);
                    continue;
                }

                lines++;
                Assert.Matches(IntakeText(), bare[i]);
                Assert.Equal(bare[i], (string?)tree["log"]);
            }
        }

        Assert.True(lines > 40 && objects > 40, $"{lines} lines, {objects} objects");
    }

    [Fact]
    public void Lines_OfRecords_AreRefused()
    {
        var e = Assert.Throws<ArgumentException>(() => new FlowParser(new ParseOptions { Encoding = OutputEncoding.Lines }));
        Assert.StartsWith("output: 'lines' needs emit raw or intake", e.Message, StringComparison.Ordinal);
    }

    private static string Text(string input, Emit emit, OutputEncoding encoding) =>
        Text(Encoding.UTF8.GetBytes(input), new ParseOptions { Emit = emit, Encoding = encoding });

    private static string Text(byte[] input, ParseOptions options)
    {
        using var parser = new FlowParser(options);
        using var batch = new Batch();
        Assert.Equal(input.Length, parser.Parse(input, true, batch));
        string text = Encoding.UTF8.GetString(batch.Bytes);
        Assert.Equal(batch.Records, text.Count(c => c == '\n'));
        return text;
    }

    /// <summary>What the text branch of the intake's parser asks of a line.</summary>
    [GeneratedRegex(@"^\d \d+ .*? ([0-9a-f.:]+|-) ([0-9a-f.:]+|-) (\d+|-) (\d+|-) (\d+|-) (\d+|-) (\d+|-) \d+ \d+ (-|.*?) \w+.*$")]
    private static partial Regex IntakeText();
}
