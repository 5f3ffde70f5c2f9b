// Object: keys as they are on the wire, and which of their readings is found.
using System.Text.Json.Nodes;

namespace Sluice.Pull.Tests;

public sealed class KeyTests
{
    private static readonly Emulator Aws = Emulator.Shared;

    private static string Notice(string bucket, string key, bool eventBridge)
    {
        if (eventBridge)
            return new JsonObject { ["source"] = "aws.s3", ["detail-type"] = "Object Created", ["detail"] = new JsonObject { ["bucket"] = new JsonObject { ["name"] = bucket }, ["object"] = new JsonObject { ["key"] = key } } }.ToJsonString();
        var record = FlowText.Record(bucket, "k");
        record["s3"]!["object"]!["key"] = key;
        return new JsonObject { ["Records"] = new JsonArray(record) }.ToJsonString();
    }

    [Theory]
    [InlineData("a+b", "a+b", false)] // not encoded in the notice
    [InlineData("a b", "a b", false)]
    [InlineData("a%2Bb", "a+b", false)]
    [InlineData("a%20b", "a b", true)] // encoded where it should not be
    [InlineData("a+b", "a b", true)]
    [InlineData("a+b", "a+b", true)]
    [InlineData("x+y%3D", "x+y=", false)]
    public async Task Key_SentInAnyReading_IsFound(string sent, string stored, bool eventBridge)
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        await Aws.Put(bucket, stored, FlowText.Gzip(FlowText.Lines(1, 10)));
        await Aws.Send(queue, Notice(bucket, sent, eventBridge));
        await using var run = new EngineRun(Aws.Address, queue);
        await run.Until(async () => await Aws.Left(queue) == 0, "read");
        Assert.Equal(10, run.Total);
    }

    [Fact]
    public async Task Key_DeniedUnderOneReading_IsNotMissing()
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        await Aws.Send(queue, Notice(bucket, "a+b", eventBridge: false));
        using var proxy = new FaultProxy(Aws.Address, request => request.Path.Contains("a%20b", StringComparison.Ordinal) ? Fault.Of(403, "AccessDenied") : null);
        await using var run = new EngineRun(proxy.Address, queue, s => s.MaxReceives = 1);
        await run.Until(() => run.Count("messages_kept_total", "denied") == 1, "kept");
        Assert.Equal(1, await Aws.Left(queue));
    }

    [Theory]
    [InlineData("a/../b", "a/../b")]
    [InlineData("a/./b", "a/./b")]
    [InlineData("a//b", "a//b")]
    [InlineData("/a", "/a")]
    [InlineData("//a", "//a")]
    [InlineData("a\u0001\u001b[2J\n", "a%01%1B%5B2J%0A")]
    [InlineData("a\u0000b\u007f", "a%00b%7F")]
    [InlineData("%2e%2e/x", "%252e%252e/x")]
    public async Task Key_OfAnyCharacters_IsUnharmedOnTheWire(string key, string onTheWire)
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        await Aws.Send(queue, Notice(bucket, key, eventBridge: true));
        using var proxy = new FaultProxy(Aws.Address, request => request.Method == "GET" ? new Fault
        {
            Status = 200,
            Headers = "ETag: \"e\"\r\n",
            Body = FlowText.Lines(1, 3),
        } : null);
        await using var run = new EngineRun(proxy.Address, queue);
        await run.Until(async () => await Aws.Left(queue) == 0, "read");
        Assert.Equal($"/{bucket}/{onTheWire}", proxy.Seen.First(request => request.Method == "GET").Path.Split("?x-id=")[0]);
        Assert.DoesNotContain(run.Log.Lines, line => line.Text.Any(char.IsControl));
    }

    [Fact]
    public async Task DeleteAnswer_ThatMentionsNothing_IsNoSuccess()
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        await Aws.Put(bucket, "k", FlowText.Gzip(FlowText.Lines(1, 10)));
        await Aws.Send(queue, FlowText.Event(bucket, "k"));
        int answers = 0;
        using var proxy = new FaultProxy(Aws.Address, request => request.Target.EndsWith("DeleteMessageBatch", StringComparison.Ordinal) && Interlocked.Increment(ref answers) <= 2
            ? new Fault { Status = 200, Headers = "Content-Type: application/x-amz-json-1.0\r\n", Body = """{"Successful":[],"Failed":[]}""" } : null);
        await using var run = new EngineRun(proxy.Address, queue);
        await run.Until(async () => await Aws.Left(queue) == 0, "deleted");
        await run.Until(() => run.Count("messages_deleted_total") == 1, "counted");
        Assert.Equal((10, 10L), (run.Records.Count, run.Total));
    }
}
