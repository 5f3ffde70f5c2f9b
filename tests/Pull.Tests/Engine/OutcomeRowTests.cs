// Queue: every row of the outcome table against a real client and server: the queue, the counter, the words.
using System.Text;

namespace Sluice.Pull.Tests;

public sealed partial class OutcomeRowTests
{
    private const string Key = "AWSLogs/a.log.gz";

    private static readonly Emulator Aws = Emulator.Shared;

    /// <summary>A queue with one message for one object of ten records.</summary>
    private static async Task<(string Queue, string Bucket)> OneObject(byte[]? body = null, string key = Key)
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        await Aws.Put(bucket, key, body ?? FlowText.Gzip(FlowText.Lines(1, 10)));
        await Aws.Send(queue, FlowText.Event(bucket, key));
        return (queue, bucket);
    }

    /// <summary>A row of those that keep the message: it rests, hidden, and one line names the object and says <paramref name="text"/>.</summary>
    private static async Task Kept(string endpoint, (string Queue, string Bucket) what, string outcome, string text,
        Action<PullSettings>? change = null, long records = 0, string key = Key)
    {
        await using var run = new EngineRun(endpoint, what.Queue, change);
        await Row.Holds(run, what.Queue, Remains.Resting(30),
            [new($"messages_kept_total{{{outcome}}}", 1), new($"objects_total{{{outcome}}}", 1), new("messages_deleted_total", 0), new("records_total", records)],
            Said.OfObject(LogLevel.Warn, $"s3://{what.Bucket}/{key}{text}", what.Bucket, key),
            new(LogLevel.Debug, "A message stays in the queue", $"outcome={outcome}", "receives=1", "seconds=30"));
        Assert.Equal(records, run.Total);
    }

    private static FaultProxy OnObjects(Fault fault) => new(Aws.Address, request => request.Method == "GET" ? fault : null);

    [Fact]
    public async Task Delivered_IsDeleted()
    {
        var (queue, bucket) = await OneObject();
        await using var run = new EngineRun(Aws.Address, queue);
        await Row.Holds(run, queue, Remains.Nothing,
            [new("messages_deleted_total", 1), new("messages_kept_total", 0), new("objects_total{delivered}", 1), new("messages_by_shape_total{s3}", 1), new("records_total", 10)],
            new Said(LogLevel.Debug, "An object was read", $"bucket={bucket}", $"key={Key}", "lines=11", "records=10", "malformed=0"));
        Assert.Equal(10, run.Total);
    }

    [Fact]
    public async Task SomeObjectsFailed_IsKept_AndOnlyTheFailedAreReadAgain()
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        await Aws.Put(bucket, "one", FlowText.Gzip(FlowText.Lines(1, 10)));
        await Aws.Send(queue, FlowText.Event(bucket, "one", "two"));
        await using var run = new EngineRun(Aws.Address, queue, s => s.VisibilityTimeout = 3);
        await Row.Holds(run, queue, Remains.Resting(3), [new("messages_kept_total{missing}", 1), new("objects_total{delivered}", 1), new("objects_total{missing}", 1)],
            Said.OfObject(LogLevel.Warn, $"s3://{bucket}/two does not exist, or was deleted", bucket, "two"));
        await Aws.Put(bucket, "two", FlowText.Gzip(FlowText.Lines(2, 10)));
        await Row.Holds(run, queue, Remains.Nothing, [new("messages_deleted_total", 1), new("objects_total{delivered}", 2)],
            Said.OfObject(LogLevel.Debug, "An object was read", bucket, "one"), Said.OfObject(LogLevel.Debug, "An object was read", bucket, "two"));
        Assert.Equal(20, run.Records.Count);
        Assert.Equal(20, run.Total);
    }

    [Fact]
    public async Task Missing_IsDeletedAfterMaxReceives()
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        await Aws.Send(queue, FlowText.Event(bucket, "gone"));
        await using var run = new EngineRun(Aws.Address, queue, s => (s.VisibilityTimeout, s.MaxReceives) = (1, 2));
        await Row.Holds(run, queue, Remains.Nothing,
            [new("messages_received_total", 2), new("messages_kept_total{missing}", 1), new("objects_total{missing}", 2), new("messages_deleted_total", 1)],
            Said.OfObject(LogLevel.Warn, $"s3://{bucket}/gone does not exist, or was deleted", bucket, "gone") with { Again = true },
            new(LogLevel.Warn, "An object is still missing; its message is deleted", "receives=2"));
    }

    [Fact]
    public async Task Missing_UnderRetry_IsKept()
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        await Aws.Send(queue, FlowText.Event(bucket, "gone"));
        await Kept(Aws.Address, (queue, bucket), "missing", " does not exist, or was deleted", s => (s.OnMissingObject, s.MaxReceives) = (OnMissingObject.Retry, 1), key: "gone");
    }

    [Fact]
    public async Task Denied_IsKept_AndNamesTheAction()
    {
        var what = await OneObject();
        using var proxy = OnObjects(Fault.Of(403, "AccessDenied", "Access Denied"));
        await Kept(proxy.Address, what, "denied", $": access denied; allow s3:GetObject on arn:aws:s3:::{what.Bucket}/*");
    }

    [Fact]
    public async Task KmsDenied_IsKept_AndNamesTheAction()
    {
        using var proxy = OnObjects(Fault.Of(403, "AccessDenied", "User: arn:aws:iam::1:user/u is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:x"));
        await Kept(proxy.Address, await OneObject(), "kms_denied", ": access to the KMS key that encrypts it is denied; allow kms:Decrypt on that key");
    }

    [Fact]
    public async Task Archived_IsKept()
    {
        using var proxy = OnObjects(Fault.Of(403, "InvalidObjectState", "The operation is not valid for the object's storage class"));
        await Kept(proxy.Address, await OneObject(), "archived", " is in an archive tier; restore it first");
    }

    [Fact]
    public async Task NoBucket_IsKept()
    {
        string queue = await Aws.NewQueue();
        await Aws.Send(queue, FlowText.Event("no-such-bucket-here", "k"));
        await Kept(Aws.Address, (queue, "no-such-bucket-here"), "no_bucket", ": the bucket does not exist", key: "k");
    }

    [Fact]
    public async Task ExpiredToken_IsKept()
    {
        using var proxy = OnObjects(Fault.Of(400, "ExpiredToken", "The provided token has expired."));
        await Kept(proxy.Address, await OneObject(), "credentials", ": the credentials are not accepted (ExpiredToken: The provided token has expired.)");
    }

    [Theory]
    [InlineData(301, "PermanentRedirect")]
    [InlineData(400, "AuthorizationHeaderMalformed")]
    public async Task BucketInAnotherRegion_IsFollowed(int status, string code)
    {
        var (queue, bucket) = await OneObject();
        using var proxy = new FaultProxy(Aws.Address, request => request.Method is "GET" or "HEAD" && !request.Authorization.Contains("/eu-west-3/s3/", StringComparison.Ordinal)
            ? Fault.Of(status, code, "the bucket is elsewhere", "x-amz-bucket-region: eu-west-3\r\n") : null);
        await using var run = new EngineRun(proxy.Address, queue);
        await Row.Holds(run, queue, Remains.Nothing, [new("messages_deleted_total", 1), new("objects_total{delivered}", 1), new("records_total", 10)],
            new Said(LogLevel.Info, "A bucket is in another region; its objects are read there", $"bucket={bucket}", "region=eu-west-3"));
    }

    [Theory]
    [InlineData(503, "SlowDown")]
    [InlineData(500, "InternalError")]
    [InlineData(429, "TooManyRequests")]
    public async Task Throttled_IsRetriedInPlace(int status, string code)
    {
        var (queue, bucket) = await OneObject();
        int left = 3;
        using var proxy = new FaultProxy(Aws.Address, request => request.Method == "GET" && Interlocked.Decrement(ref left) >= 0 ? Fault.Of(status, code) : null);
        await using var run = new EngineRun(proxy.Address, queue);
        await Row.Holds(run, queue, Remains.Nothing,
            [new("messages_received_total", 1), new("messages_deleted_total", 1), new("object_retries_total", 1, OrMore: true), new("records_total", 10)],
            Said.OfObject(LogLevel.Warn, $"Reading an object was interrupted ({code}: as the test wishes); next try in ", bucket, Key) with { Again = true });
    }

    [Fact]
    public async Task ResetMidBody_GoesOnWhereItStopped()
    {
        var (queue, bucket) = await OneObject(FlowText.Gzip(FlowText.Lines(1, 50_000)));
        int resets = 0;
        using var proxy = new FaultProxy(Aws.Address, request => request.Method == "GET" && Interlocked.Increment(ref resets) <= 3 ? new Fault { ResetAfter = 150_000 } : null);
        await using var run = new EngineRun(proxy.Address, queue);
        await Row.Holds(run, queue, Remains.Nothing,
            [new("messages_received_total", 1), new("messages_deleted_total", 1), new("object_retries_total", 3), new("objects_total{delivered}", 1), new("records_total", 50_000)],
            Said.OfObject(LogLevel.Warn, "Connection reset by peer.); next try in ", bucket, Key) with { Again = true });
        Assert.Equal(50_000, run.Records.Count);
        Assert.Equal(50_000, run.Total);
        Assert.Equal(3, proxy.Seen.Count(request => request.Header("Range") is not null));
    }

    [Fact]
    public async Task WrongLength_IsSeenByTheNoticesSize()
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        byte[] text = Encoding.UTF8.GetBytes(FlowText.Lines(1, 1000));
        string etag = await Aws.Put(bucket, "plain.log", text);
        var record = FlowText.Record(bucket, "plain.log");
        record["s3"]!["object"]!["size"] = text.Length;
        record["s3"]!["object"]!["eTag"] = etag;
        await Aws.Send(queue, new System.Text.Json.Nodes.JsonObject { ["Records"] = new System.Text.Json.Nodes.JsonArray(record) }.ToJsonString());
        int cut = 0;
        using var proxy = new FaultProxy(Aws.Address, request => request.Method == "GET" && Interlocked.Increment(ref cut) == 1 ? new Fault { Shorten = 40_000 } : null);
        await using var run = new EngineRun(proxy.Address, queue);
        await Row.Holds(run, queue, Remains.Nothing, [new("messages_deleted_total", 1), new("object_retries_total", 1), new("records_total", 1000)],
            new Said(LogLevel.Warn, $"Reading an object was interrupted (the body ended after 40000 of {text.Length} bytes)", $"bucket={bucket}", "key=plain.log", "offset=40000"));
        Assert.Equal(1000, run.Records.Count);
        Assert.Equal(1000, run.Total);
    }

    [Fact]
    public async Task Stalled_IsReopenedAfterTheReadTimeout()
    {
        var (queue, bucket) = await OneObject(FlowText.Gzip(FlowText.Lines(1, 20_000)));
        int stalls = 0;
        using var proxy = new FaultProxy(Aws.Address, request => request.Method == "GET" && Interlocked.Increment(ref stalls) == 1 ? new Fault { StallAfter = 10_000 } : null);
        await using var run = new EngineRun(proxy.Address, queue, s => s.ReadTimeout = 1);
        await Row.Holds(run, queue, Remains.Nothing, [new("messages_deleted_total", 1), new("object_retries_total", 1), new("records_total", 20_000)],
            new Said(LogLevel.Warn, "Reading an object was interrupted (read timeout: no data for 1 s); next try in ", $"bucket={bucket}", $"key={Key}", "offset=10000"));
        Assert.Equal(20_000, run.Total);
    }

    [Fact]
    public async Task ForgedBucket_IsRefused_AndNeverAskedFor()
    {
        var what = await OneObject();
        using var proxy = new FaultProxy(Aws.Address, _ => null);
        await Kept(proxy.Address, what, "refused", ": the bucket is not in allow_buckets", s => s.AllowBuckets = "ours-*");
        Assert.DoesNotContain(proxy.Seen, request => request.Method == "GET");
    }

    [Fact]
    public async Task UnexpectedOwner_IsRefused()
    {
        using var proxy = OnObjects(Fault.Of(403, "AccessDenied", "Access Denied"));
        await Kept(proxy.Address, await OneObject(), "refused",
            ": access denied; either the bucket is not owned by 123456789010 (expected_owner) or s3:GetObject on", s => s.ExpectedOwner = "123456789010");
    }

    [Fact]
    public async Task Junk_IsKept_LoggedOnce_AndReachesTheDeadLetterQueue()
    {
        string dead = await Aws.NewQueue(), queue = await Aws.NewQueue(deadLetterQueue: dead, maxReceives: 2);
        await Aws.Send(queue, "{\"hello\":\"" + new string('j', 200 << 10) + "\"}");
        await using var run = new EngineRun(Aws.Address, queue, s => s.VisibilityTimeout = 1);
        await run.Until(async () => await Aws.Left(dead) == 1, "dead letter");
        await Row.Holds(run, queue, Remains.Nothing,
            [new("messages_kept_total{unrecognised}", 2), new("messages_by_shape_total{unrecognised}", 2), new("messages_deleted_total", 0)],
            new Said(LogLevel.Warn, "Unrecognised notification", "bytes=204812"), new Said(LogLevel.Debug, "Unrecognised notification"));
        string line = Assert.Single(run.Log.At(LogLevel.Warn), text => text.Contains("Unrecognised notification", StringComparison.Ordinal));
        Assert.Contains("begins=\"{\\\"hello\\\":\\\"jjj", line, StringComparison.Ordinal);
        Assert.True(line.Length < 600);
    }

    [Fact]
    public async Task NothingCreated_TestEventsAndSubscriptions_AreDeletedAndCounted()
    {
        string queue = await Aws.NewQueue();
        await Aws.Send(queue, """{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"b"}""");
        await Aws.Send(queue, """{"Type":"SubscriptionConfirmation","TopicArn":"arn:aws:sns:x:1:t","Token":"token-of-aws","Message":"m"}""");
        await Aws.Send(queue, new System.Text.Json.Nodes.JsonObject { ["Records"] = new System.Text.Json.Nodes.JsonArray(FlowText.Record("b", "k", "ObjectRemoved:Delete")) }.ToJsonString());
        await using var run = new EngineRun(Aws.Address, queue);
        await Row.Holds(run, queue, Remains.Nothing,
            [new("messages_by_shape_total{test}", 1), new("messages_by_shape_total{subscription}", 1), new("messages_by_shape_total{nothing_created}", 1), new("messages_deleted_total", 3)],
            new Said(LogLevel.Warn, "SNS is waiting for a subscription to be confirmed; the message is deleted"),
            new Said(LogLevel.Debug, "A message names no created object; it is deleted", "shape=test"),
            new Said(LogLevel.Debug, "A message names no created object; it is deleted", "shape=nothing_created"));
        Assert.DoesNotContain("token-of-aws", run.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HostRefuses_IsGivenBackAtOnce()
    {
        var (queue, _) = await OneObject();
        int refusals = 0;
        await using var run = new EngineRun(Aws.Address, queue, s => s.VisibilityTimeout = 60, deliver: _ => Interlocked.Increment(ref refusals) > 1);
        // Had it not been given back, it would not have come again within a minute.
        await Row.Holds(run, queue, Remains.Nothing,
            [new("messages_kept_total{undelivered}", 1), new("messages_received_total", 2), new("messages_deleted_total", 1), new("records_total", 10)],
            new Said(LogLevel.Debug, "A message stays in the queue", "outcome=undelivered", "seconds=0"));
        Assert.Equal(20, run.Total);
    }
}
