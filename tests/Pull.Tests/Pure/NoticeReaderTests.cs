// Notice: every shape of body, and what is no notice.
using System.Text.Json.Nodes;

namespace Sluice.Pull.Tests;

public sealed class NoticeReaderTests
{
    private const string Minimal = """{"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{"key":"k"}}}]}""";

    private static string Sns(string inner) => new JsonObject
    {
        ["Type"] = "Notification",
        ["TopicArn"] = "arn:aws:sns:eu-west-3:1:t",
        ["Message"] = inner,
    }.ToJsonString();

    [Fact]
    public void Read_S3Event_EveryMemberOfEveryRecord()
    {
        var notice = NoticeReader.Read("""
            {"Records":[
              {"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"eu-west-3","eventTime":"2026-11-01T00:00:07.123Z","eventName":"ObjectCreated:Put",
               "s3":{"s3SchemaVersion":"1.0","bucket":{"name":"one","arn":"arn:aws:s3:::one"},"object":{"key":"a%2Fb+c%2Bd%3De","size":12,"eTag":"0a","versionId":"v1","sequencer":"00"}}},
              {"eventVersion":"2.4","eventSource":"minio:s3","awsRegion":"","eventName":"s3:ObjectCreated:CompleteMultipartUpload",
               "s3":{"object":{"size":"34","key":"%C3%A9t%C3%A9"},"bucket":{"name":"two"}}}]}
            """);

        Assert.Equal(NoticeShape.S3Event, notice.Shape);
        Assert.False(notice.ViaSns);
        Assert.Equal(2, notice.Objects.Count);
        Assert.Equal(new ObjectRef("one", "a/b c+d=e")
        {
            Region = "eu-west-3",
            Size = 12,
            ETag = "0a",
            VersionId = "v1",
            EventTime = DateTimeOffset.Parse("2026-11-01T00:00:07.123Z", System.Globalization.CultureInfo.InvariantCulture),
        }, notice.Objects[0] with { OtherKeys = [] });
        Assert.Equal(["a%2Fb+c%2Bd%3De", "a/b+c+d=e"], notice.Objects[0].OtherKeys);
        Assert.Equal(new ObjectRef("two", "été") { Size = 34 }, notice.Objects[1] with { OtherKeys = [] });
    }

    [Theory]
    [InlineData("ObjectCreated:Put")]
    [InlineData("ObjectCreated:Post")]
    [InlineData("ObjectCreated:Copy")]
    [InlineData("ObjectCreated:CompleteMultipartUpload")]
    [InlineData("s3:ObjectCreated:Put")]
    public void Read_CreatedName_IsAnObject(string name) =>
        Assert.Equal("k", Assert.Single(NoticeReader.Read(Minimal.Replace("ObjectCreated:Put", name, StringComparison.Ordinal)).Objects).Key);

    [Theory]
    [InlineData("ObjectRemoved:Delete")]
    [InlineData("ObjectRemoved:DeleteMarkerCreated")]
    [InlineData("ObjectRestore:Completed")]
    [InlineData("LifecycleExpiration:Delete")]
    [InlineData("s3:ObjectRemoved:Delete")]
    public void Read_OtherEvent_CreatesNothing(string name)
    {
        var notice = NoticeReader.Read(Minimal.Replace("ObjectCreated:Put", name, StringComparison.Ordinal));
        Assert.Equal(NoticeShape.NothingCreated, notice.Shape);
        Assert.Empty(notice.Objects);
    }

    [Fact]
    public void Read_CreatedAmongRemoved_OnlyTheCreated()
    {
        var removed = FlowText.Record("b", "gone", "ObjectRemoved:Delete");
        string body = new JsonObject { ["Records"] = new JsonArray(removed, FlowText.Record("b", "here")) }.ToJsonString();
        Assert.Equal("here", Assert.Single(NoticeReader.Read(body).Objects).Key);
    }

    [Fact]
    public void Read_SnsAroundS3_IsUnwrapped()
    {
        var notice = NoticeReader.Read(Sns(Minimal));
        Assert.Equal(NoticeShape.S3Event, notice.Shape);
        Assert.True(notice.ViaSns);
        Assert.Equal("sns_s3", notice.Label);
        Assert.Equal("k", Assert.Single(notice.Objects).Key);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_EventBridge_KeyRawThenDecoded(bool viaSns)
    {
        const string body = """
            {"version":"0","id":"1","detail-type":"Object Created","source":"aws.s3","account":"1","time":"2026-11-01T00:00:00Z","region":"eu-west-3","resources":["arn:aws:s3:::b"],
             "detail":{"version":"0","bucket":{"name":"b"},"object":{"key":"a%20b+c","size":7,"etag":"0b","version-id":"v2","sequencer":"1"},"reason":"PutObject"}}
            """;
        var notice = NoticeReader.Read(viaSns ? Sns(body) : body);
        Assert.Equal(NoticeShape.EventBridge, notice.Shape);
        Assert.Equal(viaSns, notice.ViaSns);
        var item = Assert.Single(notice.Objects);
        Assert.Equal(("b", "a%20b+c", "v2", 7L, "0b", "eu-west-3"), (item.Bucket, item.Key, item.VersionId, item.Size, item.ETag, item.Region));
        Assert.Equal(["a b c", "a b+c"], item.OtherKeys);
    }

    [Theory]
    [InlineData("Object Deleted")]
    [InlineData("Object Restore Completed")]
    [InlineData("Object Tags Added")]
    public void Read_EventBridgeOfAnotherType_CreatesNothing(string type) =>
        Assert.Equal(NoticeShape.NothingCreated, NoticeReader.Read("""{"detail-type":"TYPE","source":"aws.s3","detail":{"bucket":{"name":"b"},"object":{"key":"k"}}}""".Replace("TYPE", type, StringComparison.Ordinal)).Shape);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_TestEvent_NothingToDo(bool viaSns)
    {
        const string body = """{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2014-10-13T15:57:02.089Z","Bucket":"b","RequestId":"5","HostId":"8"}""";
        var notice = NoticeReader.Read(viaSns ? Sns(body) : body);
        Assert.Equal(NoticeShape.TestEvent, notice.Shape);
        Assert.Equal(viaSns ? "sns_test" : "test", notice.Label);
    }

    [Fact]
    public void Read_SubscriptionConfirmation_IsKnown() =>
        Assert.Equal(NoticeShape.Subscription, NoticeReader.Read("""{"Type":"SubscriptionConfirmation","TopicArn":"arn:aws:sns:eu-west-3:1:t","Token":"x","Message":"You have chosen to subscribe"}""").Shape);

    [Fact]
    public void Read_CloudTrailsOwnBody_AllKeys()
    {
        var notice = NoticeReader.Read("""{"s3Bucket":"b","s3ObjectKey":["one","two"]}""");
        Assert.Equal(NoticeShape.CloudTrail, notice.Shape);
        Assert.Equal(["one", "two"], notice.Objects.Select(item => item.Key));
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("hello", "not JSON")]
    [InlineData("\"text\"", "not a JSON object")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{}", "no known notification")]
    [InlineData("{\"Records\":[]}", "Records is empty")]
    [InlineData("{\"Records\":{}}", "not a list")]
    [InlineData("{\"Records\":[1]}", "not a JSON object")]
    [InlineData("{\"Records\":[{}]}", "no eventName")]
    [InlineData("{\"Records\":[{\"eventName\":\"ObjectCreated:Put\"}]}", "has no bucket or key")]
    [InlineData("{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"\"},\"object\":{\"key\":\"k\"}}}]}", "has no bucket or key")]
    [InlineData("{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"eventVersion\":\"3.0\",\"s3\":{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"k\"}}}]}", "eventVersion 3.0")]
    [InlineData("{\"Records\":[{\"eventName\":7}]}", "unexpected type")]
    [InlineData("{\"Type\":\"Notification\",\"Message\":\"hello\"}", "not JSON")]
    [InlineData("{\"Records\":[", "not JSON")]
    [InlineData("{\"a\":1} trailing", "not JSON")]
    [InlineData("{\"Records\":[{\"eventName\":\"\\ud800\"}]}", "unexpected type")]
    public void Read_NoNotice_IsUnrecognisedWithTheReason(string body, string reason)
    {
        var notice = NoticeReader.Read(body);
        Assert.Equal(NoticeShape.Unrecognised, notice.Shape);
        Assert.Contains(reason, notice.Fault, StringComparison.Ordinal);
        Assert.Empty(notice.Objects);
    }

    [Fact]
    public void Read_DeepNesting_IsUnrecognised() =>
        Assert.Equal(NoticeShape.Unrecognised, NoticeReader.Read(string.Concat(Enumerable.Repeat("{\"a\":", 100_000))).Shape);

    [Fact]
    public void Read_SnsInSnsInSns_Ends() =>
        Assert.Equal(NoticeShape.Unrecognised, NoticeReader.Read(Sns(Sns(Sns(Sns(Minimal))))).Shape);

    [Fact]
    public void Read_ByteOrderMark_IsNotPartOfTheBody() =>
        Assert.Equal(NoticeShape.S3Event, NoticeReader.Read("\uFEFF" + Minimal).Shape);

    [Fact]
    public void Read_ManyRecords_AllOfThem() =>
        Assert.Equal(600, NoticeReader.Read(FlowText.Event("b", [.. Enumerable.Range(0, 600).Select(i => $"key {i}")])).Objects.Count);
}
