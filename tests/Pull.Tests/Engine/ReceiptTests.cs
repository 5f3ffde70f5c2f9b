// Queue: receipts while work goes on: heartbeat, loss, pause, stop.
namespace Sluice.Pull.Tests;

public sealed class ReceiptTests
{
    private static readonly Emulator Aws = Emulator.Shared;

    private static async Task<(string Queue, string Bucket)> Objects(int count, int lines)
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        for (int i = 0; i < count; i++)
        {
            await Aws.Put(bucket, $"k{i}", FlowText.Gzip(FlowText.Lines(i, lines)));
            await Aws.Send(queue, FlowText.Event(bucket, $"k{i}"));
        }
        return (queue, bucket);
    }

    /// <summary>Two engines on one queue; the object takes three times the visibility timeout to stream.</summary>
    private static async Task<long> TotalOfASlowObject(bool heartbeat)
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        byte[] body = FlowText.Gzip(FlowText.Lines(1, 30_000));
        await Aws.Put(bucket, "slow", body);
        await Aws.Send(queue, FlowText.Event(bucket, "slow"));
        using var proxy = new FaultProxy(Aws.Address, request => request.Method == "GET" ? new Fault { Slow = body.Length / 6 } : null);
        void Change(PullSettings settings) => (settings.VisibilityTimeout, settings.Heartbeat) = (2, heartbeat);
        await using var first = new EngineRun(proxy.Address, queue, Change);
        await first.Until(() => first.Count("messages_received_total") == 1, "received");
        // Otherwise the first might take its own message again, and would know it.
        first.Engine.Pause();
        await using var second = new EngineRun(proxy.Address, queue, Change);
        await first.Until(async () => await Aws.Left(queue) == 0 && first.Count("in_flight_messages") + second.Count("in_flight_messages") == 0, "empty", seconds: 60);
        Assert.Equal(30_000, first.Records.Keys.Union(second.Records.Keys).Count());
        Assert.Equal(heartbeat, first.Count("visibility_extensions_total") >= 3);
        return first.Total + second.Total;
    }

    [Fact]
    public async Task Heartbeat_ObjectLongerThanTheTimeout_ComesOnce() =>
        Assert.Equal(30_000, await TotalOfASlowObject(heartbeat: true));

    [Fact]
    public async Task NoHeartbeat_ObjectLongerThanTheTimeout_ComesTwice() =>
        Assert.True(await TotalOfASlowObject(heartbeat: false) > 30_000);

    [Fact]
    public async Task Heartbeat_EveryMessageFromItsReceipt_EvenThoseThatWait()
    {
        var (queue, _) = await Objects(8, 1000);
        // The consumer takes nothing for longer than the timeout: what is held, begun or not, must stay ours.
        using var proceed = new ManualResetEventSlim();
        await using var run = new EngineRun(Aws.Address, queue, s => (s.VisibilityTimeout, s.Concurrency, s.BatchSize) = (2, 1, 64 << 10),
            deliver: _ => proceed.Wait(Timeout.Infinite) || true);
        await run.Until(() => run.Count("in_flight_messages") == 8, "all held");
        await Task.Delay(5000);
        Assert.Equal((0, 8), await Aws.Depth(queue));
        Assert.Equal(8, run.Count("messages_received_total"));
        proceed.Set();
        await run.Until(async () => await Aws.Left(queue) == 0, "empty");
        Assert.Equal(8000, run.Total);
    }

    [Fact]
    public async Task ReceiptLost_RestOfTheMessageIsNotEmitted()
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        for (int i = 0; i < 3; i++)
            await Aws.Put(bucket, $"k{i}", FlowText.Gzip(FlowText.Lines(i, 20_000)));
        await Aws.Send(queue, FlowText.Event(bucket, "k0", "k1", "k2"));
        // The server refuses every extension, as after the timeout; the object is slow enough to notice.
        using var proxy = new FaultProxy(Aws.Address, request =>
            request.Target.EndsWith("ChangeMessageVisibilityBatch", StringComparison.Ordinal) ? new Fault
            {
                Status = 200,
                Headers = "Content-Type: application/x-amz-json-1.0\r\n",
                Body = """{"Successful":[],"Failed":[{"Id":"0","SenderFault":true,"Code":"ReceiptHandleIsInvalid","Message":"The receipt handle has expired"}]}""",
            }
            : request.Method == "GET" ? new Fault { Slow = 60_000 } : null);
        await using var run = new EngineRun(proxy.Address, queue, s => (s.VisibilityTimeout, s.Concurrency) = (3, 1));
        await run.Until(() => run.Count("messages_received_total") == 1, "received");
        // Otherwise it would be us who has it next.
        run.Engine.Pause();
        // Nobody touches it any more: it is hidden by the receive, no longer than that.
        await Row.Holds(run, queue, Remains.Resting(3),
            [new("messages_kept_total{lost}", 1), new("visibility_lost_total", 1), new("objects_total{lost}", 1, OrMore: true), new("messages_deleted_total", 0)],
            new Said(LogLevel.Warn, "A receipt expired while its message was being processed: another consumer has it", "reason=\"ReceiptHandleIsInvalid: The receipt handle has expired\""),
            Said.OfObject(LogLevel.Debug, " was not read to its end: another consumer has its message", bucket, "k2"));
        Assert.True(run.Records.Count < 60_000);
    }

    [Fact]
    public async Task Pause_ReceivesNothing_AndExtendsWhatIsHeld()
    {
        var (queue, bucket) = await Objects(4, 1000);
        using var proceed = new ManualResetEventSlim();
        await using var run = new EngineRun(Aws.Address, queue, s => (s.VisibilityTimeout, s.WaitTime, s.Concurrency, s.BatchSize) = (2, 0, 1, 64 << 10),
            deliver: _ => proceed.Wait(Timeout.Infinite) || true);
        await run.Until(() => run.Count("in_flight_messages") == 4, "all held");
        run.Engine.Pause();
        // A receive that is under way still ends; what comes after it waits, for longer than a message stays hidden.
        await Task.Delay(300);
        await Aws.Send(queue, FlowText.Event(bucket, "k0"));
        await Task.Delay(2500);
        await Row.Holds(run, queue, new(Visible: 1, Hidden: 4, Seconds: 2, Held: 4),
            [new("paused", 1), new("messages_received_total", 4), new("visibility_extensions_total", 8, OrMore: true)],
            new Said(LogLevel.Debug, "The host accepts no records for now; receiving is paused"));
        proceed.Set();
        run.Engine.Resume();
        await Row.Holds(run, queue, Remains.Nothing, [new("paused", 0), new("messages_received_total", 5), new("messages_deleted_total", 5)],
            new Said(LogLevel.Debug, "The host accepts records again; receiving resumes"));
        Assert.Equal(5000, run.Total);
    }

    [Fact]
    public async Task Stop_ConsumerGone_GivesBackAtOnce()
    {
        var (queue, _) = await Objects(6, 5000);
        var run = new EngineRun(Aws.Address, queue, s => (s.Concurrency, s.BatchSize) = (1, 64 << 10));
        run.StopConsuming();
        await run.Until(() => run.Count("messages_received_total") >= 6, "received");
        long began = Environment.TickCount64;
        await run.Engine.StopAsync(TimeSpan.FromSeconds(1));
        Assert.InRange(Environment.TickCount64 - began, 0, 6000);
        int given = 6 - (int)run.Count("messages_deleted_total");
        Assert.InRange(given, 1, 6);
        // The last poll may have brought some once more, and gave them back too.
        await Row.Holds(run, queue, Remains.AtOnce(given), [new("messages_kept_total", given, OrMore: true)],
            new Said(LogLevel.Debug, "A message stays in the queue", "outcome=abandoned", "seconds=0") { Again = true });
        await run.DisposeAsync();
    }

    [Theory]
    [InlineData(5, 5000)]
    [InlineData(5, 10)] // read to the end: they wait for the consumer, and not for a reader
    public async Task Stop_WhileALongPollWaits_WhatIsGivenBackIsNotHiddenAgain(int objects, int lines)
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        await Aws.Put(bucket, "k", FlowText.Gzip(FlowText.Lines(1, lines)));
        var run = new EngineRun(Aws.Address, queue, s => (s.Concurrency, s.BatchSize, s.WaitTime) = (8, 64 << 10, 20));
        run.StopConsuming(); // before there is anything to take
        for (int i = 0; i < objects; i++)
            await Aws.Send(queue, FlowText.Event(bucket, "k"));
        await run.Until(() => run.Count("in_flight_messages") == objects, "all held");
        await Task.Delay(300); // the next poll waits by now
        long began = Environment.TickCount64;
        await run.Engine.StopAsync(TimeSpan.FromSeconds(1));
        Assert.InRange(Environment.TickCount64 - began, 0, 6000);
        await Task.Delay(500); // time for a poll that was left behind to take them
        Assert.Equal((objects, 0), await Aws.Depth(queue));
        await run.DisposeAsync();
    }

    [Fact]
    public async Task Stop_NothingHeld_DoesNotWaitForThePoll()
    {
        string queue = await Aws.NewQueue();
        var run = new EngineRun(Aws.Address, queue, s => s.WaitTime = 20);
        await Task.Delay(500);
        long began = Environment.TickCount64;
        await run.Engine.StopAsync(TimeSpan.FromSeconds(10));
        Assert.InRange(Environment.TickCount64 - began, 0, 1000);
        await run.DisposeAsync();
    }

    [Fact]
    public async Task Stop_ConsumerTakes_FinishesWhatIsRead()
    {
        var (queue, _) = await Objects(3, 20_000);
        var run = new EngineRun(Aws.Address, queue, s => s.Concurrency = 4);
        await run.Until(() => run.Count("bytes_inflated_total") > 0, "begun");
        await run.Engine.StopAsync(TimeSpan.FromSeconds(20));
        var (visible, inFlight) = await Aws.Depth(queue);
        Assert.Equal(0, inFlight);
        // Each message is either done and gone, or untouched: nothing came out that will come again.
        Assert.Equal((3 - visible) * 20_000, run.Total);
        Assert.True(run.Engine.Completed);
        await run.DisposeAsync();
    }

    [Fact]
    public async Task Drain_EndsWhenTheQueueIsEmpty_AndEverythingIsDeleted()
    {
        var (queue, _) = await Objects(30, 200);
        await using var run = new EngineRun(Aws.Address, queue, s => s.Drain = true);
        await run.Until(() => run.Engine.Completed, "completed");
        Assert.Equal(0, await Aws.Left(queue));
        Assert.Equal(30 * 200, run.Total);
    }
}
