// Queue: every row of the outcome table against a real client and server: the queue, the counter, the words.
using System.Text;

namespace Sluice.Pull.Tests;

public sealed partial class OutcomeRowTests
{
    private static readonly Emulator Aws = Emulator.Shared;

    /// <summary>A queue with one message for one object of ten records.</summary>
    private static async Task<(string Queue, string Bucket)> OneObject(byte[]? body = null, string key = "AWSLogs/a.log.gz")
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        await Aws.Put(bucket, key, body ?? FlowText.Gzip(FlowText.Lines(1, 10)));
        await Aws.Send(queue, FlowText.Event(bucket, key));
        return (queue, bucket);
    }

    /// <summary>Runs until one message is kept for <paramref name="outcome"/>; it must still be in the queue.</summary>
    private static async Task<string> Kept(string endpoint, string queue, string outcome, Action<PullSettings>? change = null, long records = 0)
    {
        await using var run = new EngineRun(endpoint, queue, change);
        await run.Until(() => run.Count("messages_kept_total", outcome) == 1, outcome);
        await run.Until(() => run.Count("in_flight_messages") == 0, "let go");
        Assert.Equal(1, await Aws.Left(queue));
        Assert.Equal(0, run.Count("messages_deleted_total"));
        Assert.Equal(records, run.Total);
        Assert.DoesNotContain("test-secret", run.Log.ToString(), StringComparison.Ordinal);
        return run.Log.ToString();
    }

    private static FaultProxy OnObjects(Fault fault) => new(Aws.Address, request => request.Method == "GET" ? fault : null);

    [Fact]
    public async Task Delivered_IsDeleted()
    {
        var (queue, _) = await OneObject();
        await using var run = new EngineRun(Aws.Address, queue);
        await run.Until(async () => await Aws.Left(queue) == 0, "empty");
        Assert.Equal(10, run.Total);
        Assert.Equal(1, run.Count("messages_deleted_total"));
        Assert.Equal(1, run.Count("objects_total", "delivered"));
        Assert.Equal(1, run.Count("messages_by_shape_total", "s3"));
        Assert.Equal(10, run.Count("records_total"));
    }

    [Fact]
    public async Task SomeObjectsFailed_IsKept_AndOnlyTheFailedAreReadAgain()
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        await Aws.Put(bucket, "one", FlowText.Gzip(FlowText.Lines(1, 10)));
        await Aws.Send(queue, FlowText.Event(bucket, "one", "two"));
        await using var run = new EngineRun(Aws.Address, queue, s => s.VisibilityTimeout = 1);
        await run.Until(() => run.Count("messages_kept_total", "missing") == 1, "kept");
        Assert.Equal(1, await Aws.Left(queue));
        await Aws.Put(bucket, "two", FlowText.Gzip(FlowText.Lines(2, 10)));
        await run.Until(async () => await Aws.Left(queue) == 0, "empty");
        Assert.Equal(20, run.Records.Count);
        Assert.Equal(20, run.Total);
    }

    [Fact]
    public async Task Missing_IsDeletedAfterMaxReceives()
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        await Aws.Send(queue, FlowText.Event(bucket, "gone"));
        await using var run = new EngineRun(Aws.Address, queue, s => (s.VisibilityTimeout, s.MaxReceives) = (1, 2));
        await run.Until(async () => await Aws.Left(queue) == 0, "given up");
        Assert.Equal(2, run.Count("messages_received_total"));
        Assert.Equal(1, run.Count("messages_kept_total", "missing"));
        Assert.Equal(2, run.Count("objects_total", "missing"));
        Assert.Contains($"s3://{bucket}/gone does not exist (any more)", run.Log.ToString(), StringComparison.Ordinal);
        Assert.Contains("An object stayed missing; its message is deleted", run.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_UnderRetry_IsKept()
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        await Aws.Send(queue, FlowText.Event(bucket, "gone"));
        await Kept(Aws.Address, queue, "missing", s => (s.OnMissingObject, s.MaxReceives) = (OnMissingObject.Retry, 1));
    }

    [Fact]
    public async Task Denied_IsKept_AndNamesTheAction()
    {
        var (queue, bucket) = await OneObject();
        using var proxy = OnObjects(Fault.Of(403, "AccessDenied", "Access Denied"));
        string log = await Kept(proxy.Address, queue, "denied");
        Assert.Contains($"access denied; allow s3:GetObject on arn:aws:s3:::{bucket}/*", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KmsDenied_IsKept_AndNamesTheAction()
    {
        var (queue, _) = await OneObject();
        using var proxy = OnObjects(Fault.Of(403, "AccessDenied", "User: arn:aws:iam::1:user/u is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:x"));
        Assert.Contains("allow kms:Decrypt on that key", await Kept(proxy.Address, queue, "kms_denied"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archived_IsKept()
    {
        var (queue, _) = await OneObject();
        using var proxy = OnObjects(Fault.Of(403, "InvalidObjectState", "The operation is not valid for the object's storage class"));
        Assert.Contains("lies in an archive tier; restore it first", await Kept(proxy.Address, queue, "archived"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoBucket_IsKept()
    {
        string queue = await Aws.NewQueue();
        await Aws.Send(queue, FlowText.Event("no-such-bucket-here", "k"));
        Assert.Contains("there is no such bucket", await Kept(Aws.Address, queue, "no_bucket"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExpiredToken_IsKept()
    {
        var (queue, _) = await OneObject();
        using var proxy = OnObjects(Fault.Of(400, "ExpiredToken", "The provided token has expired."));
        Assert.Contains("the credentials are not accepted", await Kept(proxy.Address, queue, "credentials"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(301, "PermanentRedirect")]
    [InlineData(400, "AuthorizationHeaderMalformed")]
    public async Task BucketInAnotherRegion_IsFollowed(int status, string code)
    {
        var (queue, _) = await OneObject();
        using var proxy = new FaultProxy(Aws.Address, request => request.Method is "GET" or "HEAD" && !request.Authorization.Contains("/eu-west-3/s3/", StringComparison.Ordinal)
            ? Fault.Of(status, code, "the bucket is elsewhere", "x-amz-bucket-region: eu-west-3\r\n") : null);
        await using var run = new EngineRun(proxy.Address, queue);
        await run.Until(async () => await Aws.Left(queue) == 0, "empty");
        Assert.Equal(10, run.Total);
        Assert.Contains("A bucket is in another region", run.Log.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(503, "SlowDown")]
    [InlineData(500, "InternalError")]
    [InlineData(429, "TooManyRequests")]
    public async Task Throttled_IsRetriedInPlace(int status, string code)
    {
        var (queue, _) = await OneObject();
        int left = 3;
        using var proxy = new FaultProxy(Aws.Address, request => request.Method == "GET" && Interlocked.Decrement(ref left) >= 0 ? Fault.Of(status, code) : null);
        await using var run = new EngineRun(proxy.Address, queue);
        await run.Until(async () => await Aws.Left(queue) == 0, "empty");
        Assert.Equal(10, run.Total);
        Assert.Equal(1, run.Count("messages_received_total"));
        Assert.True(run.Count("object_retries_total") >= 1);
        Assert.Contains("Reading an object broke off", run.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResetMidBody_GoesOnWhereItStopped()
    {
        var (queue, _) = await OneObject(FlowText.Gzip(FlowText.Lines(1, 50_000)));
        int resets = 0;
        using var proxy = new FaultProxy(Aws.Address, request => request.Method == "GET" && Interlocked.Increment(ref resets) <= 3 ? new Fault { ResetAfter = 150_000 } : null);
        await using var run = new EngineRun(proxy.Address, queue);
        await run.Until(async () => await Aws.Left(queue) == 0, "empty");
        Assert.Equal(50_000, run.Records.Count);
        Assert.Equal(50_000, run.Total);
        Assert.True(run.Count("object_retries_total") >= 3);
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
        await run.Until(async () => await Aws.Left(queue) == 0, "empty");
        Assert.Equal(1000, run.Records.Count);
        Assert.Equal(1000, run.Total);
    }

    [Fact]
    public async Task Stalled_IsReopenedAfterTheReadTimeout()
    {
        var (queue, _) = await OneObject(FlowText.Gzip(FlowText.Lines(1, 20_000)));
        int slow = 0;
        using var proxy = new FaultProxy(Aws.Address, request => request.Method == "GET" && Interlocked.Increment(ref slow) == 1 ? new Fault { Slow = 0 } : null);
        await using var run = new EngineRun(proxy.Address, queue, s => s.ReadTimeout = 1);
        // One byte each 100 ms is progress, so this one goes on; a connection that is silent does not.
        await Task.Delay(500);
        proxy.CutAll();
        await run.Until(async () => await Aws.Left(queue) == 0, "empty");
        Assert.Equal(20_000, run.Total);
    }

    [Fact]
    public async Task ForgedBucket_IsRefused_AndNeverAskedFor()
    {
        string queue = await Aws.NewQueue(), other = await Aws.NewBucket();
        await Aws.Put(other, "secret", FlowText.Gzip(FlowText.Lines(1, 10)));
        await Aws.Send(queue, FlowText.Event(other, "secret"));
        using var proxy = new FaultProxy(Aws.Address, _ => null);
        Assert.Contains("the bucket is not in allow_buckets", await Kept(proxy.Address, queue, "refused", s => s.AllowBuckets = "ours-*"), StringComparison.Ordinal);
        Assert.DoesNotContain(proxy.Seen, request => request.Method == "GET");
    }

    [Fact]
    public async Task UnexpectedOwner_IsRefused()
    {
        var (queue, _) = await OneObject();
        using var proxy = OnObjects(Fault.Of(403, "AccessDenied", "Access Denied"));
        string log = await Kept(proxy.Address, queue, "refused", s => s.ExpectedOwner = "123456789010");
        Assert.Contains("not owned by 123456789010 (expected_owner)", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Junk_IsKept_LoggedOnce_AndReachesTheDeadLetterQueue()
    {
        string dead = await Aws.NewQueue(), queue = await Aws.NewQueue(deadLetterQueue: dead, maxReceives: 2);
        await Aws.Send(queue, "{\"hello\":\"" + new string('j', 200 << 10) + "\"}");
        await using var run = new EngineRun(Aws.Address, queue, s => s.VisibilityTimeout = 1);
        await run.Until(async () => await Aws.Left(dead) == 1, "dead letter");
        Assert.Equal(0, run.Count("messages_deleted_total"));
        Assert.Equal(2, run.Count("messages_by_shape_total", "unrecognised"));
        string line = Assert.Single(run.Log.At(LogLevel.Warn), text => text.Contains("is no notice that is known", StringComparison.Ordinal));
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
        await run.Until(async () => await Aws.Left(queue) == 0, "empty");
        Assert.Equal((1, 1, 1, 3), (run.Count("messages_by_shape_total", "test"), run.Count("messages_by_shape_total", "subscription"),
            run.Count("messages_by_shape_total", "nothing_created"), run.Count("messages_deleted_total")));
        Assert.DoesNotContain("token-of-aws", run.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HostRefuses_IsGivenBackAtOnce()
    {
        var (queue, _) = await OneObject();
        int refusals = 0;
        await using var run = new EngineRun(Aws.Address, queue, s => s.VisibilityTimeout = 30, deliver: _ => Interlocked.Increment(ref refusals) > 1);
        await run.Until(async () => await Aws.Left(queue) == 0, "delivered the second time", seconds: 10);
        Assert.Equal(1, run.Count("messages_kept_total", "undelivered"));
        Assert.Equal(20, run.Total);
    }
}
