// Notice: shapes of S3's events that are met besides the plain ones; what is not known is kept, never dropped.
using System.Text.Json.Nodes;

namespace Sluice.Pull.Tests;

public sealed class NoticeVariantTests
{
    private const string SecurityLake = """
        {"source":"aws.s3","time":"2026-11-01T00:00:00Z","account":"123456789012","region":"eu-west-3","resources":["arn:aws:s3:::b"],
         "detail":{"bucket":{"name":"b"},"object":{"key":"k","size":5,"etag":"e"},"request-id":"R","requester":"securitylake.amazonaws.com"}}
        """;

    private static Notice Read(string body, bool viaSns = false) => NoticeReader.Read(!viaSns ? body
        : new JsonObject { ["Type"] = "Notification", ["TopicArn"] = "arn:aws:sns:x:1:t", ["Message"] = body }.ToJsonString());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NoDetailType_NamesAnObject_IsRead(bool viaSns)
    {
        var item = Assert.Single(Read(SecurityLake, viaSns).Objects);
        Assert.Equal(("b", "k", 5L, "e", "eu-west-3"), (item.Bucket, item.Key, item.Size, item.ETag, item.Region));
    }

    [Theory]
    [InlineData("""{"source":"aws.s3","detail":{"bucket":{"name":"b"},"object":{"key":"k"},"reason":"DeleteObject","deletion-type":"Permanently Deleted"}}""", nameof(NoticeShape.NothingCreated))]
    [InlineData("""{"source":"aws.s3","detail":{"bucket":{"name":"b"}}}""", nameof(NoticeShape.Unrecognised))]
    [InlineData("""{"source":"aws.s3","detail-type":"Object Invented","detail":{"bucket":{"name":"b"},"object":{"key":"k"}}}""", nameof(NoticeShape.Unrecognised))]
    [InlineData("""{"source":"aws.s3","detail-type":"object created","detail":{"bucket":{"name":"b"},"object":{"key":"k"}},"replay-name":"again"}""", nameof(NoticeShape.EventBridge))]
    [InlineData("""{"source":"aws.s3","detail-type":"AWS API Call via CloudTrail","detail":{"eventSource":"s3.amazonaws.com","eventName":"PutObject","requestParameters":{"bucketName":"b","key":"k"}}}""", nameof(NoticeShape.EventBridge))]
    [InlineData("""{"source":"aws.s3","detail-type":"AWS API Call via CloudTrail","detail":{"eventName":"PutObject","errorCode":"AccessDenied","requestParameters":{"bucketName":"b","key":"k"}}}""", nameof(NoticeShape.NothingCreated))]
    [InlineData("""{"source":"aws.s3","detail-type":"AWS API Call via CloudTrail","detail":{"eventName":"PutBucketAcl","requestParameters":{"bucketName":"b"}}}""", nameof(NoticeShape.Unrecognised))]
    [InlineData("""{"source":"aws.access-analyzer","detail-type":"Access Analyzer Finding","detail":{"resource":"arn:aws:s3:::b"}}""", nameof(NoticeShape.Unrecognised))]
    [InlineData("""{"source":"aws.guardduty","detail-type":"x","detail":{"bucket":{"name":"b"},"object":{"key":"k"}}}""", nameof(NoticeShape.Unrecognised))]
    [InlineData("""{"invocationSchemaVersion":"1.0","job":{"id":"j"},"tasks":[{"taskId":"t","s3Key":"k","s3BucketArn":"arn:aws:s3:::b"}]}""", nameof(NoticeShape.Unrecognised))]
    [InlineData("""{"deliveryStreamArn":"arn","records":[{"recordId":"1","data":"eyJ9"}]}""", nameof(NoticeShape.Unrecognised))]
    [InlineData("""{"Records":[{"eventName":"aws:kinesis:record","eventVersion":"1.0","kinesis":{"data":"x"}}]}""", nameof(NoticeShape.Unrecognised))]
    [InlineData("""{"Records":[{"eventName":"INSERT","dynamodb":{}}]}""", nameof(NoticeShape.Unrecognised))]
    [InlineData("""{"Records":[{"EventSource":"aws:sns","Sns":{"Message":"x"}}]}""", nameof(NoticeShape.Unrecognised))]
    [InlineData("""{"s3Bucket":"b","s3ObjectKey":[]}""", nameof(NoticeShape.Unrecognised))]
    [InlineData("""[{"source":"aws.s3"}]""", nameof(NoticeShape.Unrecognised))]
    public void Variant_IsReadOrKept(string body, string shape)
    {
        foreach (bool viaSns in (bool[])[false, true])
            Assert.Equal(shape, Read(body, viaSns).Shape.ToString());
    }

    [Theory]
    [InlineData("ObjectCreated:Put", nameof(NoticeShape.S3Event))]
    [InlineData("s3:ObjectCreated:CompleteMultipartUpload", nameof(NoticeShape.S3Event))]
    [InlineData("ObjectSynced:Create", nameof(NoticeShape.S3Event))]
    [InlineData("ObjectRemoved:DeleteMarkerCreated", nameof(NoticeShape.NothingCreated))]
    [InlineData("LifecycleExpiration:Delete", nameof(NoticeShape.NothingCreated))]
    [InlineData("s3:ObjectAccessed:Get", nameof(NoticeShape.NothingCreated))]
    [InlineData("ObjectRestore:Completed", nameof(NoticeShape.NothingCreated))]
    [InlineData("ObjectCreatedBogus", nameof(NoticeShape.Unrecognised))]
    [InlineData("ObjectInvented:Now", nameof(NoticeShape.Unrecognised))]
    [InlineData("", nameof(NoticeShape.Unrecognised))]
    public void EventName_OfARecord_IsKnownOrKept(string name, string shape) =>
        Assert.Equal(shape, Read(new JsonObject { ["Records"] = new JsonArray(FlowText.Record("b", "k", name)) }.ToJsonString()).Shape.ToString());

    [Theory]
    [InlineData("a+b", "a b", "a+b")]
    [InlineData("a b", "a b")]
    [InlineData("a%2Bb", "a+b", "a%2Bb")]
    [InlineData("100%", "100%")]
    [InlineData("plain", "plain")]
    [InlineData("a+b%3D", "a b=", "a+b%3D", "a+b=")]
    public void Key_OfAnEvent_AlsoAsItStands(string sent, string first, params string[] others)
    {
        var record = FlowText.Record("b", "k");
        record["s3"]!["object"]!["key"] = sent;
        var item = Assert.Single(Read(new JsonObject { ["Records"] = new JsonArray(record) }.ToJsonString()).Objects);
        Assert.Equal(first, item.Key);
        Assert.Equal(others, item.OtherKeys);
    }

    [Fact]
    public void Identity_OfDifferentObjects_Differs()
    {
        ObjectRef[] items =
        [
            new("b", "k"), new("b", "k") { VersionId = "v" }, new("b", "k?versionId=v"), new("b", "-/k"), new("b", "1v/k"), new("b", "v/k") { VersionId = "1" },
            new("b", "k") { VersionId = "1v" }, new("b", "/k"), new("c", "k"),
        ];
        Assert.Equal(items.Length, items.Select(item => item.Identity).Distinct().Count());
    }
}
