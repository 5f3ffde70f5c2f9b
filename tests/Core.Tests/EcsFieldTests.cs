// Tests: every leaf that schema ecs writes is a field of ECS, in its type and with its allowed values.
using System.Text;
using CsCheck;
using Sluice.Core.Tests.Reference;

namespace Sluice.Core.Tests;

public sealed class EcsFieldTests
{
    public static TheoryData<string> Themes() => [.. Snapshot.All.Select(snapshot => snapshot.Name)];

    [Theory]
    [MemberData(nameof(Themes))]
    public void Golden_EveryLeaf_IsAFieldOfEcs(string theme) =>
        Assert.All(Snapshot.Of(theme).Records("ecs"), EcsFields.Check);

    [Theory]
    [MemberData(nameof(Themes))]
    public void RecordOfAnObject_EveryLeaf_IsAFieldOfEcs(string theme)
    {
        Snapshot snapshot = Snapshot.Of(theme);
        using var parser = new FlowParser(new ParseOptions { Schema = Schema.Ecs, Fields = snapshot.Fields, DataStreamNamespace = "default" });
        using var batch = new Batch();
        parser.Reset(new Origin("logs", "AWSLogs/123456789012/vpcflowlogs/eu-west-1/2026/01/01/x.log.gz"));
        parser.Parse(File.ReadAllBytes(snapshot.Input), endOfInput: true, batch);
        foreach (string record in Encoding.UTF8.GetString(batch.Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            EcsFields.Check(record);
            Assert.Contains("\"data_stream\":{\"type\":\"logs\",\"dataset\":\"aws.vpcflow\",\"namespace\":\"default\"}", record, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void RandomRecord_EveryLeaf_IsAFieldOfEcs() => RecordGen.Any.Sample(
        log =>
        {
            foreach (var record in Product.Records(Encoding.UTF8.GetBytes(log.Text), Schema.Ecs, OutputEncoding.Ndjson, log.Fields))
                EcsFields.Check(record.ToJsonString());
        },
        iter: 500);

    [Theory]
    [InlineData("sideways")]
    [InlineData("Ingress")]
    public void FlowDirection_ThatEcsDoesNotKnow_StaysUnderAws(string word)
    {
        var record = Product.Records(
            Encoding.UTF8.GetBytes($"srcaddr dstaddr flow-direction\n10.0.0.1 10.0.0.2 {word}\n"), Schema.Ecs, OutputEncoding.Ndjson).Single();
        Assert.Null(record["network"]!["direction"]);
        Assert.Equal(word, (string?)record["aws"]!["vpcflow"]!["flow_direction"]);
    }

    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("a-b", "\"a-b\"")]
    [InlineData("Prod", "\"Prod\"")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("a\u001b[2J", "\\")]
    public void DataStreamNamespace_ThatIsNone_IsRefusedWithItsName(string name, string shown)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => new FlowParser(new ParseOptions { Schema = Schema.Ecs, DataStreamNamespace = name }));
        Assert.StartsWith("data_stream_namespace: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(shown, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DataStreamNamespace_OfAnotherSchema_IsRefused() => Assert.Throws<ArgumentException>(
        () => new FlowParser(new ParseOptions { Schema = Schema.Sekoia, DataStreamNamespace = "default" }));
}
