// Object: what is in a bucket beside flow logs.
using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Pull.Tests;

public sealed class ForeignTests
{
    private static readonly Emulator Aws = Emulator.Shared;

    private static async Task<(string Queue, string Bucket)> OneObject(string text, string key = "k", bool gzip = true)
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        await Aws.Put(bucket, key, gzip ? FlowText.Gzip(text) : Encoding.Latin1.GetBytes(text));
        await Aws.Send(queue, FlowText.Event(bucket, key));
        return (queue, bucket);
    }

    [Theory]
    [InlineData("{\"Records\":[{\"eventVersion\":\"1.08\",\"eventName\":\"GetObject\"}]}", "CloudTrail events")]
    [InlineData("http 2026-11-01T00:00:00.0Z app/a/b 1.2.3.4:1 - -1 -1 -1 502 - 34 366 \"GET / HTTP/1.1\"\n", "load balancer access logs")]
    [InlineData("<!doctype html>\n<p>\n", "HTML")]
    [InlineData("\u0001\u0000\u00ff\u00fe\n\u0002\u0000", "binary data")]
    [InlineData("bucket,key,size,etag\na,b,c,d\n", "CSV")]
    [InlineData("hello\nworld\n", "text of some other kind")]
    public async Task NoRecord_GivesNothingOut_AndIsKept(string text, string look)
    {
        var (queue, bucket) = await OneObject(text);
        await using var run = new EngineRun(Aws.Address, queue);
        await Row.Holds(run, queue, Remains.Resting(30), [new("messages_kept_total{foreign}", 1), new("objects_total{foreign}", 1), new("events_total", 0), new("messages_deleted_total", 0)],
            Said.OfObject(LogLevel.Warn, $"s3://{bucket}/k is not a flow log: it looks like {look}; none of it is emitted, and its message is kept", bucket, "k"));
        Assert.Equal(0, run.Total);
    }

    [Fact]
    public async Task NoRecord_UnderDelete_IsDeleted()
    {
        var (queue, _) = await OneObject("hello\n");
        await using var run = new EngineRun(Aws.Address, queue, s => Assert.True(s.TrySet("on_foreign_object", "delete", out _)));
        await run.Until(async () => await Aws.Left(queue) == 0, "deleted");
        Assert.Equal((0, 1), (run.Total, run.Count("objects_total", "foreign")));
    }

    [Fact]
    public async Task ManyForeignLines_ThenARecord_IsForeignPast64K_AndALogBefore()
    {
        string noise = string.Concat(Enumerable.Range(0, 1000).Select(i => $"noise {i:d50}\n"));
        var (before, _) = await OneObject(noise + FlowText.Line(1, 1) + "\n");
        await using (var run = new EngineRun(Aws.Address, before))
        {
            await run.Until(async () => await Aws.Left(before) == 0, "read");
            Assert.Equal(1, run.Count("records_total"));
            Assert.Equal(run.Count("malformed_total") + 1, run.Total);
        }
        var (past, _) = await OneObject(string.Concat(Enumerable.Repeat(noise, 6)) + FlowText.Line(1, 1) + "\n", gzip: false);
        await using (var run = new EngineRun(Aws.Address, past))
        {
            await run.Until(() => run.Count("objects_total", "foreign") == 1, "foreign");
            Assert.Equal(0, run.Total);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n\n")]
    [InlineData(FlowText.Header)]
    [InlineData("2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA\n")]
    [InlineData(FlowText.Header + "this is no record\n")]
    public async Task NothingButAHeaderOrNoData_IsALog(string text)
    {
        var (queue, _) = await OneObject(text);
        await using var run = new EngineRun(Aws.Address, queue);
        await run.Until(async () => await Aws.Left(queue) == 0, "deleted");
        Assert.Equal(0, run.Count("objects_total", "foreign"));
    }

    [Theory]
    [InlineData("logs/aws-logs-write-test", "")]
    [InlineData("AWSLogs/1/CloudTrail-Digest/eu-west-3/d.json.gz", "")]
    [InlineData("folder/", "")]
    [InlineData("AWSLogs/1/elasticloadbalancing/x.log", "key_pattern=*vpcflowlogs*")]
    [InlineData("a/b/c.csv", "skip_keys=*.csv,*.txt")]
    public async Task SkippedKey_IsDone_AndCounted(string key, string setting)
    {
        var (queue, bucket) = await OneObject("hello\n", key);
        using var proxy = new FaultProxy(Aws.Address, _ => null);
        await using var run = new EngineRun(proxy.Address, queue, s =>
        {
            if (setting.Split('=') is [var name, var value])
                Assert.True(s.TrySet(name, value, out _));
        });
        await run.Until(async () => await Aws.Left(queue) == 0, "deleted");
        Assert.DoesNotContain(proxy.Seen, request => request.Method == "GET");
        Assert.Equal(1, run.Count("objects_skipped_total"));
        Assert.Equal(1, run.Count("messages_without_object_total", "skipped"));
        Assert.NotEmpty(bucket);
    }

    [Theory]
    [InlineData("keep")]
    [InlineData("drop")]
    public async Task Parquet_OfOtherColumns_IsForeign(string onMalformed)
    {
        byte[] body = await File.ReadAllBytesAsync(Testing.Repo.PathOf("tests", "Parquet.Tests", "data", "v2-gzip.parquet"));
        string[] names = ["version", "account_id", "interface_id", "srcaddr", "dstaddr", "srcport", "dstport", "protocol", "packets", "bytes", "start", "end", "action", "log_status"];
        // The footer holds the names as they are.
        foreach (string name in names)
        {
            byte[] text = Encoding.ASCII.GetBytes(name);
            for (int at; (at = body.AsSpan().IndexOf(text)) >= 0;)
                body[at] = (byte)'Q';
        }
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        await Aws.Put(bucket, "k", body);
        await Aws.Send(queue, FlowText.Event(bucket, "k"));
        await using var run = new EngineRun(Aws.Address, queue, s => Assert.True(s.TrySet("on_malformed", onMalformed, out _)));
        await run.Until(() => run.Count("messages_kept_total") + run.Count("messages_deleted_total") == 1, "ended");
        Assert.Equal((0, 1), (run.Total, run.Count("messages_kept_total", "foreign")));
    }

    [Fact]
    public async Task Message_WithMoreObjectsThanAreReadAtOnce_DoesNotStarveOthers()
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        await Aws.Put(bucket, "k", FlowText.Gzip(FlowText.Lines(1, 10)));
        string[] many = [.. Enumerable.Range(0, 1500).Select(i => $"none-{i}")];
        await Aws.Send(queue, new JsonObject { ["s3Bucket"] = bucket, ["s3ObjectKey"] = new JsonArray([.. many.Concat(many).Select(key => (JsonNode)key)]) }.ToJsonString());
        for (int i = 0; i < 5; i++)
            await Aws.Send(queue, FlowText.Event(bucket, "k"));
        using var allReceived = new ManualResetEventSlim();
        using var proxy = new FaultProxy(Aws.Address, request =>
        {
            if (request.Path.Contains("/none-", StringComparison.Ordinal))
                allReceived.Wait();
            return null;
        });
        await using var run = new EngineRun(proxy.Address, queue, s => (s.Concurrency, s.VisibilityTimeout, s.ReadTimeout) = (2, 60, 60));
        await run.Until(() => run.Count("messages_received_total") == 6, "received");
        allReceived.Set();
        // (Not their deletion: that may wait for others, and a missing object takes no time.)
        await run.Until(() => run.Total == 50, "the others");
        string[] asked = [.. proxy.Seen.Where(request => request.Method == "GET").Select(request => request.Path)];
        // In turns they are the next five or so; after the many they would be the thousandth.
        Assert.InRange(Array.FindLastIndex(asked, path => path.EndsWith("/k", StringComparison.Ordinal)), 5, 100);
        await run.Until(() => run.Count("messages_deleted_total") == 5, "the others' end");
        await run.Until(() => run.Count("messages_kept_total") == 1, "kept", seconds: 60);
        Assert.Equal(1000, run.Count("objects_total", "missing"));
        Assert.Single(run.Log.At(LogLevel.Warn), line => line.Contains("names 1500 objects: 1000 are read now", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("..", "k", "is not a valid bucket name")]
    [InlineData("a b", "k", "is not a valid bucket name")]
    [InlineData("-a", "k", "is not a valid bucket name")]
    [InlineData("64", "k", "at most 63 characters")]
    [InlineData("good", "../other/secret", "leads out of its bucket")]
    [InlineData("good", "a/../../b", "leads out of its bucket")]
    [InlineData("good", "2000", "at most 1024 bytes")]
    public async Task NameThatCannotExist_CostsNoRequest_AndOneLine(string bucket, string key, string why)
    {
        bucket = bucket == "64" ? new string('b', 64) : bucket;
        key = key == "2000" ? new string('k', 2000) : key;
        string queue = await Aws.NewQueue();
        await Aws.Send(queue, FlowText.Event(bucket, [.. Enumerable.Range(0, 30).Select(i => key + i)]));
        using var proxy = new FaultProxy(Aws.Address, _ => null);
        await using var run = new EngineRun(proxy.Address, queue);
        await run.Until(() => run.Count("messages_kept_total", "refused") == 1, "refused");
        Assert.DoesNotContain(proxy.Seen, request => request.Method == "GET");
        Assert.Equal(30, run.Count("objects_total", "refused"));
        Assert.Contains(why, Assert.Single(run.Log.At(LogLevel.Warn)), StringComparison.Ordinal);
    }
}
