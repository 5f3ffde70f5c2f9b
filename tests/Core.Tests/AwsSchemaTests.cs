// Tests: schema aws, where its goldens and the reference do not reach.
using System.Text;

namespace Sluice.Core.Tests;

public sealed class AwsSchemaTests
{
    private const string Named = "srcaddr dstaddr srcport dstport event-id aws-s3-bucket aws_s3_key message\n10.0.0.1 10.0.0.2 - - a b c d\n";

    [Fact]
    public void Record_InAnyOrder_HasTheOrderOfTheTableAndThenTheUnknown() => Assert.Equal(
        """{"srcaddr":"10.0.0.1","srcport":443,"start":5,"subnet_id":"subnet-1","new_b":"x","new_a":"y"}""",
        One("new-b subnet-id new-a start srcport srcaddr dstaddr\nx subnet-1 y 05 443 10.0.0.1 -\n"));

    /// <summary>An empty object would say nothing of the line, and is no valid event for some receivers.</summary>
    [Theory]
    [InlineData("srcaddr dstaddr\n- -\n", """{"message":"- -"}""")]
    [InlineData("{\"srcaddr\":\"-\",\"dstaddr\":null}\n", """{"message":"{\"srcaddr\":\"-\",\"dstaddr\":null}\n"}""")]
    public void Record_OfAbsentFields_IsItsLine(string input, string record) => Assert.Equal(record, One(input));

    [Fact]
    public void OriginFields_Off_LeaveTheRecordAlone() => Assert.Equal(
        """{"srcaddr":"10.0.0.1","dstaddr":"10.0.0.2","event_id":"a","aws_s3_bucket":"b","aws_s3_key":"c","message":"d"}""",
        One(Named, new Origin("logs", "k/1.log"), originFields: false));

    [Theory]
    [InlineData(Named)]
    [InlineData("{\"srcaddr\":\"10.0.0.1\",\"dstaddr\":\"10.0.0.2\",\"event_id\":\"a\",\"aws-s3-bucket\":\"b\",\"packets\":null,\"aws_s3_key\":\"c\",\"bytes\":null,\"message\":\"d\"}\n")]
    public void OriginFields_On_StandOnceAndAreTheObjects(string input)
    {
        string record = One(input, new Origin("logs", "k/\"1\".log"), originFields: true);
        int id = record.IndexOf("\"event_id\"", StringComparison.Ordinal);
        Assert.Equal("""{"srcaddr":"10.0.0.1","dstaddr":"10.0.0.2","message":"d","aws_s3_bucket":"logs","aws_s3_key":"k/\"1\".log",""", record[..id]);
        Assert.Matches("""^"event_id":"[0-9a-f]{20}-[0-9]{12}"}$""", record[id..]);
    }

    [Fact]
    public void OriginFields_WithoutAnObject_AreNotThere() =>
        Assert.Equal("""{"srcaddr":"10.0.0.1","dstaddr":"10.0.0.2"}""", One("srcaddr dstaddr\n10.0.0.1 10.0.0.2\n", null, originFields: true));

    [Fact]
    public void OriginFields_OfAMalformedLine_AreThere()
    {
        string record = One("srcaddr dstaddr\n10.0.0.1 x\n", new Origin("logs", "k"), originFields: true);
        Assert.StartsWith("""{"message":"10.0.0.1 x","event_kind":"pipeline_error","error_message":""", record, StringComparison.Ordinal);
        Assert.Contains("""
            "aws_s3_bucket":"logs","aws_s3_key":"k","event_id":
            """, record, StringComparison.Ordinal);
    }

    [Fact]
    public void OriginFields_OfAnotherSchema_AreRefused() => Assert.StartsWith(
        "origin_fields: ",
        Assert.Throws<ArgumentException>(() => new FlowParser(new ParseOptions { Schema = Schema.Ecs, OriginFields = true })).Message,
        StringComparison.Ordinal);

    private static string One(string input, Origin? origin = null, bool originFields = false)
    {
        using var parser = new FlowParser(new ParseOptions { Schema = Schema.Aws, OriginFields = originFields });
        using var batch = new Batch();
        parser.Reset(origin);
        parser.Parse(Encoding.UTF8.GetBytes(input), endOfInput: true, batch);
        return Encoding.UTF8.GetString(batch.Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries).Single();
    }
}
