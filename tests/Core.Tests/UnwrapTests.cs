// Tests: a line that comes inside something else gives the record of the bare line.
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Sluice.Core.Tests.Reference;
using Xunit;

namespace Sluice.Core.Tests;

public sealed class UnwrapTests
{
    internal const string V2 = "2 111122223333 eni-0a11b22c 10.0.0.1 10.0.0.2 49152 443 6 8 1200 1700000000 1700000058 ACCEPT OK";
    private const string NoData = "2 111122223333 eni-0a11b22c - - - - - - - 1700000000 1700000058 - NODATA";
    internal const string V5 = "5 111122223333 eni-0a11b22c 10.0.0.1 10.0.0.2 49152 443 6 8 1200 1700000000 1700000058 ACCEPT OK vpc-0a subnet-0a i-0a 19 IPv4 10.0.0.1 10.0.0.3 eu-west-3 euw3-az1 - - S3 - egress 1";
    private const string Json = """{"version":2,"account_id":"111122223333","interface_id":"eni-0a","srcaddr":"10.0.0.1","dstaddr":"10.0.0.2","srcport":49152,"dstport":443,"protocol":6,"packets":8,"bytes":1200,"start":1700000000,"end":1700000058,"action":"ACCEPT","log_status":"OK"}""";

    public static TheoryData<string, string> Wrappings()
    {
        var data = new TheoryData<string, string>();
        foreach (string wrapping in Wraps.Keys)
            foreach (string line in new[] { V2, NoData, V5, Json })
                if (line != Json || wrapping is not ("ISO time" or "ISO time with an offset" or "milliseconds" or "CSV of the console" or "CSV with a blank"
                    or "message with a line end" or "log of a container")) // a JSON record's line end is part of its message
                    data.Add(wrapping, line);
        return data;
    }

    private static readonly Dictionary<string, Func<string, string>> Wraps = new()
    {
        ["message"] = line => $$"""{"message":{{Quoted(line)}}}""",
        ["message with others"] = line => $$"""{"time":1700000060,"tags":["a","b"],"message":{{Quoted(line)}},"x":{"y":[{}] } }""",
        ["message with a line end"] = line => $$"""{"message":{{Quoted(line + "\n")}}}""",
        ["@message"] = line => $$"""{"@timestamp":"2023-11-14 22:14:20.000","@message":{{Quoted(line)}}}""",
        ["log of a container"] = line => $$"""{"log":{{Quoted(line + "\n")}},"stream":"stdout","time":"2023-11-14T22:14:20Z"}""",
        ["message behind blanks"] = line => $$""" {{"\t"}} { "message" : {{Quoted(line)}} } """,
        ["subscription"] = line => Subscription(line),
        ["subscription in a message"] = line => $$"""{"message":{{Quoted(Subscription(line))}}}""",
        ["message in a message"] = line => $$"""{"message":{{Quoted("{\"message\":" + Quoted(line) + "}")}}}""",
        ["nested message"] = line => $$"""{"message":{"message":{{Quoted(line)}} } }""",
        ["events of get-log-events"] = line => "{\n    \"events\": [\n        {\n            \"timestamp\": 1700000060000,\n            \"message\": " + Quoted(line) + ",\n            \"ingestionTime\": 1\n        }\n    ],\n    \"nextForwardToken\": \"f/1\"\n}",
        ["array of messages"] = line => $$"""[{"message":{{Quoted(line)}}}]""",
        ["array of texts"] = line => $"[{Quoted(line)}]",
        ["ISO time"] = line => "2023-11-14T22:14:20.000Z " + line,
        ["ISO time with an offset"] = line => "2023-11-14T22:14:20.000000+00:00 " + line,
        ["milliseconds"] = line => "1700000060000 " + line,
        ["CSV of the console"] = line => $"timestamp,message\n1700000060000,\"{line.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        ["CSV with a blank"] = line => $"\"@timestamp\", \"@message\"\n\"2023-11-14 22:14:20.000\", \"{line.Replace("\"", "\"\"", StringComparison.Ordinal)}\n\"",
    };

    [Theory]
    [MemberData(nameof(Wrappings))]
    public void Parse_WrappedLine_GivesTheBareLinesRecord(string wrapping, string line)
    {
        foreach (Schema schema in Enum.GetValues<Schema>())
            foreach (OutputEncoding encoding in Product.Encodings)
            {
                string bare = Texts(line, schema, encoding).Single();
                string wrapped = Wraps[wrapping](line);
                Assert.Equal([bare], Texts(wrapped, schema, encoding));
                Assert.Equal([bare, bare], Texts(wrapped + "\n" + wrapped + "\n", schema, encoding));
                Assert.Equal([bare, bare, bare], Texts($"{line}\r\n{wrapped}\r\n{line}\r\n", schema, encoding).Select(text => text.Replace("\\r\\n", "", StringComparison.Ordinal)
                    .Replace("}\\n\"", "}\"", StringComparison.Ordinal)));
            }
    }

    /// <summary>Random records of every version, right and wrong ones, in every wrapping: what the reference makes of the bare line.</summary>
    [Fact]
    public void Parse_RandomLinesInEveryWrapping_AgreesWithTheReference() => RecordGen.WithSetting.Sample(
        log =>
        {
            // Of a format of one or two columns of text, the head of a table is a record.
            if (log.Fields!.Split(' ').Length < 3)
                return;
            foreach (string line in log.Text.Split('\n').Select(line => line.Trim(' ', '\t', '\r')))
            {
                // A line that is itself something that wraps, or is framed otherwise, is for the tests above.
                if (line.Length == 0 || line[0] is '{' or '[' or '"' || line.AsSpan().IndexOfAnyExceptInRange(' ', '~') >= 0)
                    continue;
                foreach (Schema schema in Enum.GetValues<Schema>())
                {
                    JsonObject wanted = new ReferenceParser(schema, log.Fields).Parse(Encoding.UTF8.GetBytes(line + "\n")).Single();
                    foreach ((string name, Func<string, string> wrap) in Wraps)
                    {
                        // Nobody can say of more tokens than columns whether the first is a time or the last are new fields,
                        // nor of a line that is no record by itself whether the milliseconds are its first column.
                        if (name == "milliseconds" && (IsMalformed(wanted) || line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Length != log.Fields!.Split(' ').Length))
                            continue;
                        JsonObject found = Product.Records(Encoding.UTF8.GetBytes(wrap(line) + "\n"), schema, OutputEncoding.MsgPack, log.Fields).Single();
                        if (IsMalformed(wanted))
                            Assert.True(IsMalformed(found), $"{name}: {found}");
                        else
                            Assert.Equal(Compared(wanted), Compared(Bare(found)));
                    }
                }
            }
        },
        iter: Math.Max(40, Check.Iter / 20));

    private static bool IsMalformed(JsonObject tree) => tree["error"] is not null || tree["error_message"] is not null;

    // An envelope's owner fills in an account that the line's format lacks.
    private static string Compared(JsonObject tree)
    {
        var copy = (JsonObject)tree.DeepClone();
        (copy["cloud"] as JsonObject)?.Remove("account");
        copy.Remove("user");
        return copy.ToJsonString();
    }

    [Theory]
    [InlineData("{0}{0}{0}")]
    [InlineData("{0} {0}\t{0}")]
    [InlineData("{0},{0},{0}")]
    [InlineData("[{0},{0},{0}]")]
    [InlineData("[{0},\n{0}\n,{0}]\n")]
    [InlineData("[\n  {0},\n  {0},\n  {0}\n]\n")]
    [InlineData("[{0}][{0},{0}]")]
    [InlineData("[{0}]\n[]\n[{0}]\n{0}")]
    [InlineData("\uFEFF[{0},{0}]\n\uFEFF{0}\n")]
    public void Parse_ValuesWithoutLineEnds_GiveARecordEach(string form)
    {
        foreach (string value in new[] { Json, Subscription(V2), $$"""{"message":{{Quoted(V2)}}}""" })
        {
            string[] texts = Texts(form.Replace("{0}", value, StringComparison.Ordinal), Schema.Ecs, OutputEncoding.Ndjson);
            Assert.Equal(3, texts.Length);
            Assert.All(texts, text => Assert.Contains("\"source\":{\"address\":\"10.0.0.1\"", text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Parse_RecordPrintedOverSeveralLines_IsOneRecord()
    {
        string pretty = JsonNode.Parse(Json)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
        Assert.Equal(2, Texts($"{V2}\n{pretty}\n", Schema.Ecs, OutputEncoding.Ndjson).Length);
        Assert.Equal(3, Texts($"[{pretty},\n{pretty}]\n{V2}\n", Schema.Ecs, OutputEncoding.Ndjson).Length);
    }

    [Theory]
    [InlineData("{\"srcaddr\":\"10.0.0.1\"")]
    [InlineData("{\"srcaddr\":\"10.0.0.1")]
    [InlineData("{\"srcaddr\":[1,2")]
    [InlineData("{")]
    [InlineData("[{")]
    [InlineData("{\"a\":{\"b\":")]
    public void Parse_ObjectThatIsCutOff_TakesNoOtherLineWithIt(string cut)
    {
        // The next line may be text or an object: neither can go on what was cut.
        foreach (string next in new[] { V2, Json })
        {
            JsonObject[] trees = Trees($"{cut}\n{next}\n{V2}\n");
            Assert.Equal(3, trees.Length);
            Assert.Equal("pipeline_error", trees[0]["event"]!["kind"]!.GetValue<string>());
            Assert.All(trees[1..], tree => Assert.Equal("event", tree["event"]!["kind"]!.GetValue<string>()));
        }
    }

    [Fact]
    public void Parse_ControlMessage_CarriesNoRecord()
    {
        string control = """{"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logGroup":"","logStream":"","subscriptionFilters":[],"logEvents":[{"id":"","timestamp":1,"message":"CWL CONTROL MESSAGE: Checking health of destination Firehose."}]}""";
        using var parser = new FlowParser(new ParseOptions());
        using var batch = new Batch();
        parser.Parse(Encoding.UTF8.GetBytes(control + control + "\n" + Subscription(V2)), endOfInput: true, batch);
        Assert.Equal((1, 0), (parser.Counts.Records, parser.Counts.Malformed));
        batch.Clear();
        Assert.Equal(LineOutcome.Control, parser.ParseBody(Encoding.UTF8.GetBytes(control), 0, batch));
        Assert.Equal(0, batch.Length);
    }

    [Fact]
    public void Parse_SubscriptionOfSeveral_KeepsEachLineAndItsFaults()
    {
        string envelope = Subscription(V2, "hello", Json, NoData);
        JsonObject[] trees = Trees(envelope + "\n");
        Assert.Equal(4, trees.Length);
        Assert.Equal("hello", trees[1]["event"]!["original"]!.GetValue<string>());
        Assert.Equal("pipeline_error", trees[1]["event"]!["kind"]!.GetValue<string>());
        // An id that two lines shared would make one of them a repetition of the other.
        JsonObject[] ofObject = Trees(envelope + "\n" + envelope + "\n", new Origin("b", "k"));
        Assert.Equal(8, ofObject.Select(tree => tree["event"]!["id"]!.GetValue<string>()).Distinct().Count());
    }

    [Fact]
    public void Parse_EnvelopeStoppedAfterEveryRecord_GivesTheSameRecords()
    {
        byte[] input = Encoding.UTF8.GetBytes($"{V2}\n{Subscription(V2, NoData, V5)}{Subscription(V5, V2)}\n{V2}\n");
        using var parser = new FlowParser(new ParseOptions());
        using var whole = new Batch();
        Assert.Equal(input.Length, parser.Parse(input, endOfInput: true, whole));
        ParseCounts counts = parser.Counts;
        parser.Reset(null);
        using var piece = new Batch();
        var collected = new MemoryStream();
        int at = 0;
        for (int calls = 0; at < input.Length && calls < 100; calls++)
        {
            at += parser.Parse(input.AsSpan(at), endOfInput: true, piece, stopAt: 1);
            collected.Write(piece.Bytes);
            piece.Clear();
        }

        Assert.Equal(whole.Bytes.ToArray(), collected.ToArray());
        Assert.Equal(counts, parser.Counts);
        Assert.Equal(7, counts.Records);
    }

    [Fact]
    public void Parse_ObjectWithAMessageThatIsNoRecord_IsMalformedAsAWhole()
    {
        string line = """{"level":"info","message":"user logged in","user":"bob"}""";
        JsonObject tree = Trees(line + "\n").Single();
        Assert.Equal(line + "\n", tree["event"]!["original"]!.GetValue<string>());
        Assert.Equal("pipeline_error", tree["event"]!["kind"]!.GetValue<string>());
    }

    private static string Subscription(params string[] lines) =>
        $$"""{"messageType":"DATA_MESSAGE","owner":"444455556666","logGroup":"flow","logStream":"eni-0a11b22c-all","subscriptionFilters":["f"],"logEvents":[{{string.Join(',', lines.Select((line, i) => $$"""{"id":"{{i}}","timestamp":1700000060000,"message":{{Quoted(line)}}}"""))}}]}""";

    private static string Quoted(string text) => JsonSerializer.Serialize(text);

    private static string[] Texts(string input, Schema schema, OutputEncoding encoding) =>
        [.. Product.Records(Encoding.UTF8.GetBytes(input), schema, encoding).Select(tree => Bare(tree).ToJsonString())];

    // The envelope's own fields are beside the record.
    private static JsonObject Bare(JsonObject tree)
    {
        if (tree["aws"] is JsonObject aws && aws.Remove("cloudwatch") && aws.Count == 0)
            tree.Remove("aws");
        return tree;
    }

    internal static JsonObject[] Trees(string input, Origin? origin = null)
    {
        using var parser = new FlowParser(new ParseOptions { Schema = Schema.Ecs });
        using var batch = new Batch();
        parser.Reset(origin);
        byte[] bytes = Encoding.UTF8.GetBytes(input);
        Assert.Equal(bytes.Length, parser.Parse(bytes, endOfInput: true, batch));
        return [.. Product.Trees(batch, OutputEncoding.Ndjson)];
    }
}
