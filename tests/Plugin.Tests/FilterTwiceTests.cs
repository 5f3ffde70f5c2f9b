// Tests: records that meet a filter again.
using Sluice.Core;

namespace Sluice.Plugin.Tests;

/// <summary>Every shape that the input or a filter emits passes a later filter byte for byte.</summary>
public sealed class FilterTwiceTests
{
    private const string Swapped = "version account-id interface-id dstaddr srcaddr srcport dstport protocol packets bytes start end action log-status";

    public static TheoryData<Schema, bool> Outputs { get; } = Pairs();

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Record_OfAnyGolden_PassesALaterFilterOfAnySchema(Schema schema, bool fromObject)
    {
        foreach (var snapshot in Snapshot.All.Where(s => !s.Input.EndsWith(".parquet", StringComparison.Ordinal)))
        {
            using var parser = new FlowParser(new ParseOptions { Schema = schema, Encoding = OutputEncoding.MsgPack, Fields = snapshot.Fields, OriginFields = schema == Schema.Aws });
            if (fromObject)
                parser.Reset(new Origin("flow-logs", "AWSLogs/123456789012/vpcflowlogs/eu-west-3/x.log.gz"));
            using var output = new Batch();
            parser.Parse(File.ReadAllBytes(snapshot.Input), endOfInput: true, output);
            byte[] events = output.Bytes.ToArray();
            foreach (string later in SchemaName.All)
            {
                using var filter = Filters.Open(("Schema", later), ("Fields", Swapped), ("Reserve_Data", "on"));
                Assert.True(filter.Run(events) is null, $"{snapshot.Name} as {schema} was rewritten as {later}");
                Assert.Equal(output.Records, filter.Counters.Passed);
                Assert.Equal(0, filter.Counters.Records + filter.Counters.Malformed);
                // What has neither a text to parse nor a field that makes it a record may count as either.
                Assert.True(filter.Counters.PassedRecords >= output.Records - 2, $"{snapshot.Name} as {schema}: {filter.Counters.PassedRecords} of {output.Records}");
            }
        }
    }

    [Theory]
    [InlineData("sekoia")]
    [InlineData("sekoia-current")]
    [InlineData("ecs")]
    [InlineData("aws")]
    public void Record_WithTheLineAndOtherKeysKept_PassesALaterFilter(string schema)
    {
        foreach (string text in (string[])[Events.Line, "no record"])
        {
            byte[] first = Events.Of([0x80], Events.Value(box => box.Map(2).Text("log").Text(text).Text("n").Number(1)));
            using var filter = Filters.Open(("Schema", schema), ("Preserve_Key", "on"), ("Reserve_Data", "on"));
            byte[] once = filter.Run(first)!;
            Assert.Null(filter.Run(once));
            Assert.Equal(1, filter.Counters.PassedRecords);
        }
    }

    [Theory]
    [InlineData("Key_Name", "message")]
    [InlineData("Key_Name", "log")]
    public void Record_WhoseKeyIsNamed_PassesALaterFilter(string name, string value)
    {
        using var first = Filters.Open();
        using var second = Filters.Open((name, value));
        Assert.Null(second.Run(first.Run([.. Events.Of(Events.Line), .. Events.Of("no record")])!));
        Assert.Equal(2, second.Counters.PassedRecords);
    }

    /// <summary>Other programs' events, some of the same names; each is to be parsed.</summary>
    [Fact]
    public void Event_OfAnotherShipper_IsParsed()
    {
        byte[][] bodies =
        [
            // Beats, before an ingest pipeline
            Events.Value(box => box.Map(5).Text("message").Text(Events.Line).Text("ecs").Map(1).Text("version").Text("8.0.0")
                .Text("event").Map(2).Text("dataset").Text("aws.vpcflow").Text("module").Text("aws").Text("cloud").Map(1).Text("provider").Text("aws").Text("tags").Array(0)),
            // a failed pipeline of another, which left the line
            Events.Value(box => box.Map(4).Text("message").Text(Events.Line).Text("event").Map(2).Text("kind").Text("pipeline_error").Text("module").Text("aws")
                .Text("error").Map(1).Text("message").Text("x").Text("ecs").Map(0)),
            // a container runtime
            Events.Value(box => box.Map(4).Text("time").Text("2024-01-01T00:00:00Z").Text("stream").Text("stdout").Text("log").Text(Events.Line).Text("action").Text("ACCEPT")),
            // CloudWatch, through Firehose
            Events.Value(box => box.Map(3).Text("id").Text("3625").Text("timestamp").Number(1700000000000).Text("message").Text(Events.Line)),
        ];
        foreach (byte[] body in bodies)
            Assert.Equal("212.83.179.156", Filters.Body(Events.Of([0x80], body))["source"]!["ip"]!.GetValue<string>());
    }

    /// <summary>What <c>sluice parse</c> or <c>sluice pull</c> printed, read by tail: in a container the normal case.</summary>
    [Theory]
    [InlineData(Schema.Sekoia)]
    [InlineData(Schema.SekoiaCurrent)]
    [InlineData(Schema.Ecs)]
    public void Record_AsJsonText_PassesAFilter(Schema schema)
    {
        foreach (var snapshot in Snapshot.All.Where(s => !s.Input.EndsWith(".parquet", StringComparison.Ordinal)))
        {
            using var parser = new FlowParser(new ParseOptions { Schema = schema, Fields = snapshot.Fields });
            using var output = new Batch();
            parser.Parse(File.ReadAllBytes(snapshot.Input), endOfInput: true, output);
            foreach (string record in System.Text.Encoding.UTF8.GetString(output.Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                List<string> warnings = [];
                using var filter = Filters.Open(warnings, ("Fields", Swapped));
                foreach (string text in (string[])[record, record + "\n", " " + record, record.Replace("\":", "\": ", StringComparison.Ordinal)])
                    Assert.True(filter.Run(Events.Of(text)) is null, text);
                Assert.Equal(4, filter.Counters.PassedRecords);
                Assert.Empty(warnings);
            }
        }
    }

    [Theory]
    [InlineData("{\"message\":\"LINE\",\"event\":{\"kind\":\"event\",\"dataset\":\"aws.vpcflow\"},\"ecs\":{\"version\":\"8.0.0\"},\"cloud\":{\"provider\":\"aws\"}}")]
    [InlineData("{\"message\":\"LINE\",\"event\":{\"kind\":\"pipeline_error\",\"module\":\"aws\"},\"error\":{\"message\":\"x\"}}")]
    [InlineData("{\"message\":\"LINE\",\"action\":{\"type\":\"forward\"},\"event\":{}}")]
    public void Object_OfAnotherShipper_IsUnwrapped(string json) =>
        Assert.Equal("212.83.179.156", Filters.Body(Events.Of(json.Replace("LINE", Events.Line, StringComparison.Ordinal)))["source"]!["ip"]!.GetValue<string>());

    [Fact]
    public void RawEvent_OfTheInput_IsParsed()
    {
        byte[] metadata = Events.Value(box => box.Map(2).Text("aws.s3.bucket.name").Text("b").Text("aws.s3.object.key").Text("k"));
        byte[] body = Events.Value(box => box.Map(2).Text("log").Text(Events.Line).Text("env").Text("prod"));
        Assert.Equal("212.83.179.156", Filters.Body(Events.Of(metadata, body))["source"]!["ip"]!.GetValue<string>());
    }

    private static TheoryData<Schema, bool> Pairs()
    {
        TheoryData<Schema, bool> pairs = [];
        foreach (var schema in Enum.GetValues<Schema>())
        {
            pairs.Add(schema, false);
            pairs.Add(schema, true);
        }

        return pairs;
    }
}
