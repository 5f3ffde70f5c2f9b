// Object: what the consumer has of an object does not come again with its message.
namespace Sluice.Pull.Tests;

public sealed class OnceTests
{
    private static readonly Emulator Aws = Emulator.Shared;

    private static async Task<(string Queue, string Bucket)> OneObject(byte[] body)
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        await Aws.Put(bucket, "k", body);
        await Aws.Send(queue, FlowText.Event(bucket, "k"));
        return (queue, bucket);
    }

    [Theory]
    [InlineData(Core.Settings.OutputEncoding.Ndjson)]
    [InlineData(Core.Settings.OutputEncoding.MsgPack)]
    public async Task Corrupt_GoodPrefixComesOnce(Core.Settings.OutputEncoding encoding)
    {
        byte[] body = FlowText.Gzip(FlowText.Lines(1, 20_000));
        var (queue, _) = await OneObject(body[..(body.Length / 2)]);
        await using var run = new EngineRun(Aws.Address, queue, s => (s.VisibilityTimeout, s.Encoding, s.BatchSize) = (2, encoding, 64 << 10));
        await run.Until(() => run.Count("objects_total", "corrupt") >= 3, "read three times");
        long events = run.Count("events_total");
        Assert.InRange(events, 5_000, 15_000);
        Assert.Equal(events, run.Count("records_total"));
        if (encoding == Core.Settings.OutputEncoding.Ndjson)
            Assert.All(run.Records.Values, count => Assert.Equal(1, count));
        Assert.InRange(run.Count("messages_repeated_total", "kept"), 2, run.Count("messages_received_total") - 1);
        Assert.Equal((0, 0), (run.Count("events_repeated_total"), run.Count("messages_given_back_total")));
        Assert.Contains(run.Log.Lines, line => line.Text.Contains($"repeated={events}", StringComparison.Ordinal) && line.Text.Contains(" events=0 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Corrupt_MendedMeanwhile_IsReadFromItsStart()
    {
        byte[] body = FlowText.Gzip(FlowText.Lines(1, 20_000));
        var (queue, bucket) = await OneObject(body[..(body.Length / 2)]);
        await using var run = new EngineRun(Aws.Address, queue, s => s.VisibilityTimeout = 2);
        await run.Until(() => run.Count("messages_kept_total", "corrupt") == 1, "kept");
        await Aws.Put(bucket, "k", FlowText.Gzip(FlowText.Lines(2, 100)));
        await run.Until(async () => await Aws.Left(queue) == 0, "empty");
        Assert.Equal(100, run.Records.Keys.Count(id => id.StartsWith("00000002", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task MalformedLines_OfAPrefixThatComesAgain_AreCountedOnce()
    {
        string text = FlowText.Lines(1, 50) + "no record at all\n" + FlowText.Lines(2, 5000, header: false) + "neither is this\n" + FlowText.Lines(3, 30_000, header: false);
        byte[] body = FlowText.Gzip(text);
        var (queue, _) = await OneObject(body[..(body.Length / 2)]);
        await using var run = new EngineRun(Aws.Address, queue, s => s.VisibilityTimeout = 2);
        await run.Until(() => run.Count("objects_total", "corrupt") >= 3, "read three times");
        Assert.Equal(2, run.Count("malformed_total"));
        Assert.Equal(run.Count("events_total"), run.Count("records_total") + 2);
        Assert.Equal(run.Total, run.Count("events_total"));
        Assert.Equal(run.Records.Count, run.Total);
    }

    [Fact]
    public async Task Refused_HalfTaken_OnlyTheRestComesAgain()
    {
        var (queue, _) = await OneObject(FlowText.Gzip(FlowText.Lines(1, 5000)));
        int batches = 0;
        var had = new System.Collections.Concurrent.ConcurrentBag<int>();
        await using var run = new EngineRun(Aws.Address, queue, s => (s.BatchSize, s.VisibilityTimeout) = (64 << 10, 5), deliver: batch =>
        {
            bool takes = Interlocked.Increment(ref batches) != 10;
            if (takes)
                had.Add(batch.Records);
            return takes;
        });
        await run.Until(async () => await Aws.Left(queue) == 0, "empty");
        Assert.Equal(5000, run.Records.Count);
        // The tenth batch comes again, and what came after it in the same run: never what came before.
        Assert.All(run.Records.Where(pair => Convert.ToInt32(pair.Key[8..], 16) < 200), pair => Assert.Equal(1, pair.Value));
        Assert.Equal(1, run.Count("messages_kept_total", "undelivered"));
        Assert.Equal((1, 0), (run.Count("messages_given_back_total", "refused"), run.Count("messages_given_back_total", "stop")));
        Assert.Equal((1, 1), (run.Count("messages_repeated_total", "given_back"), run.Count("messages_repeated_total")));
        Assert.Equal(run.Total - had.Sum(), run.Count("events_given_back_total", "refused"));
        Assert.Equal(run.Total - 5000, run.Count("events_repeated_total"));
    }

    [Fact]
    public async Task Stop_WithABatchInHand_IsCountedAsGivenBack_AndComesAgainFromElsewhere()
    {
        var (queue, _) = await OneObject(FlowText.Gzip(FlowText.Lines(1, 100)));
        await using var engine = new PullEngine(EngineRun.Settings(Aws.Address, queue) with { WaitTime = 0 }, new ListLog());
        engine.Start();
        Assert.True(engine.TryTake(out var batch, 20_000));
        await engine.StopAsync(TimeSpan.Zero);
        batch.Release(delivered: false);
        long Count(string name, string label) => engine.Counters.All.Single(c => c.Name == name && c.LabelValue == label).Value;
        Assert.Equal((1, 0), (Count("messages_given_back_total", "stop"), Count("messages_given_back_total", "refused")));
        Assert.Equal((100, 0), (Count("events_given_back_total", "stop"), Count("events_given_back_total", "refused")));
        await using var next = new EngineRun(Aws.Address, queue);
        await next.Until(async () => await Aws.Left(queue) == 0, "empty");
        Assert.Equal((1, 1), (next.Count("messages_repeated_total", "elsewhere"), next.Count("messages_repeated_total")));
        Assert.Equal(0, next.Count("events_repeated_total"));
    }

    [Fact]
    public async Task MaxRecords_ReceivesWhatItNeeds()
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        await Aws.Put(bucket, "k", FlowText.Gzip(FlowText.Lines(1, 10)));
        for (int i = 0; i < 40; i++)
            await Aws.Send(queue, FlowText.Event(bucket, "k"));
        await using var run = new EngineRun(Aws.Address, queue, s => s.MaxRecords = 25);
        await run.Until(() => run.Engine.Completed, "completed");
        Assert.InRange(run.Count("messages_received_total"), 3, 4);
        Assert.InRange(run.Total, 25, 40);
    }
}
