// Queue: servers that take a request and never answer it.
namespace Sluice.Pull.Tests;

public sealed class HangTests
{
    private static readonly Emulator Aws = Emulator.Shared;

    private static async Task<string> Objects(int count, int lines = 10)
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        for (int i = 0; i < count; i++)
        {
            await Aws.Put(bucket, $"k{i}", FlowText.Gzip(FlowText.Lines(i, lines)));
            await Aws.Send(queue, FlowText.Event(bucket, $"k{i}"));
        }
        return queue;
    }

    /// <summary>The first requests of one operation are never answered.</summary>
    private static FaultProxy Silent(string operation, int times, bool carriedOut = false)
    {
        int left = times;
        return new FaultProxy(Aws.Address, request => request.Target.EndsWith(operation, StringComparison.Ordinal) && Interlocked.Decrement(ref left) >= 0
            ? new Fault { Hang = !carriedOut, LoseAnswer = carriedOut } : null);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // its messages are hidden from us, for the visibility timeout and no longer
    public async Task Receive_NeverAnswered_PullingGoesOn(bool carriedOut)
    {
        string queue = await Objects(3);
        using var proxy = Silent("ReceiveMessage", 1, carriedOut);
        await using var run = new EngineRun(proxy.Address, queue, s => (s.ReadTimeout, s.VisibilityTimeout) = (1, 4));
        await run.Until(async () => await Aws.Left(queue) == 0, "empty", seconds: 40);
        Assert.Equal(30, run.Total);
        Assert.Contains("no answer within 2 s", run.Log.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Delete_NeverAnswered_LaterDeletesGoOn(bool carriedOut)
    {
        string queue = await Objects(40);
        using var proxy = Silent("DeleteMessageBatch", 1, carriedOut);
        await using var run = new EngineRun(proxy.Address, queue, s => s.ReadTimeout = 3);
        // All but the ten of the call that hangs, while it hangs.
        await run.Until(async () => await Aws.Left(queue) <= 10, "the others", seconds: 30);
        await run.Until(async () => await Aws.Left(queue) == 0 && run.Count("in_flight_messages") == 0, "empty", seconds: 40);
        Assert.Equal(400, run.Total);
    }

    [Fact]
    public async Task Delete_HangsAtTheEnd_WhatIsHeldIsGivenBack()
    {
        string queue = await Objects(12, 2000);
        using var proxy = Silent("DeleteMessageBatch", int.MaxValue);
        using var never = new ManualResetEventSlim();
        int taken = 0;
        var run = new EngineRun(proxy.Address, queue, s => (s.Concurrency, s.BatchSize) = (1, 64 << 10),
            deliver: _ => Interlocked.Increment(ref taken) <= 20 || (never.Wait(20_000) && false));
        await run.Until(() => taken > 20, "blocked");
        long began = Environment.TickCount64;
        await run.Engine.StopAsync(TimeSpan.FromSeconds(1));
        Assert.InRange(Environment.TickCount64 - began, 0, 15_000);
        var (visible, _) = await Aws.Depth(queue);
        Assert.InRange(visible, 5, 12);
        never.Set();
        await run.DisposeAsync();
    }

    [Fact]
    public async Task Heartbeat_NeverAnsweredOnce_MessageStaysOurs()
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        byte[] body = FlowText.Gzip(FlowText.Lines(1, 30_000));
        await Aws.Put(bucket, "slow", body);
        await Aws.Send(queue, FlowText.Event(bucket, "slow"));
        int hung = 0;
        using var proxy = new FaultProxy(Aws.Address, request => request.Method == "GET" ? new Fault { Slow = body.Length / 12 }
            : request.Target.EndsWith("ChangeMessageVisibilityBatch", StringComparison.Ordinal) && Interlocked.Increment(ref hung) == 1 ? new Fault { Hang = true } : null);
        await using var run = new EngineRun(proxy.Address, queue, s => s.VisibilityTimeout = 6);
        await run.Until(async () => await Aws.Left(queue) == 0, "empty", seconds: 60);
        Assert.Equal(30_000, run.Total);
        Assert.Equal(1, run.Count("messages_received_total"));
        Assert.Equal(0, run.Count("visibility_lost_total"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Heartbeat_NeverConfirmed_NothingIsEmittedPastTheVisibility(bool silent)
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        byte[] body = FlowText.Gzip(FlowText.Lines(1, 30_000));
        await Aws.Put(bucket, "slow", body);
        await Aws.Send(queue, FlowText.Event(bucket, "slow"));
        using var proxy = new FaultProxy(Aws.Address, request => request.Method == "GET" ? new Fault { Slow = body.Length / 30 }
            : !request.Target.EndsWith("ChangeMessageVisibilityBatch", StringComparison.Ordinal) ? null
            : silent ? new Fault { Hang = true } : Fault.Sqs(403, "AccessDeniedException", "not authorized"));
        long received = 0, last = 0;
        await using var run = new EngineRun(proxy.Address, queue, s => (s.VisibilityTimeout, s.BatchSize) = (4, 64 << 10),
            deliver: _ => Interlocked.Exchange(ref last, Environment.TickCount64) >= 0);
        await run.Until(() => run.Count("messages_received_total") == 1, "received");
        received = Environment.TickCount64;
        run.Engine.Pause();
        await run.Until(() => run.Count("visibility_lost_total") == 1 && run.Count("in_flight_messages") == 0, "lost", seconds: 20);
        Assert.InRange(last - received, 0, 4000);
        Assert.InRange(run.Total, 1, 29_000);
        Assert.Contains("could not be extended in time", run.Log.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, run.Count("messages_kept_total", "lost"));
    }

    [Fact]
    public async Task Empty_AnsweredAtOnce_IsNotAskedInALoop()
    {
        string queue = await Aws.NewQueue();
        using var proxy = new FaultProxy(Aws.Address, request => request.Target.EndsWith("ReceiveMessage", StringComparison.Ordinal)
            ? new Fault { Status = 200, Headers = "Content-Type: application/x-amz-json-1.0\r\n", Body = "{}" } : null);
        await using var run = new EngineRun(proxy.Address, queue, s => s.WaitTime = 20);
        await Task.Delay(3000);
        Assert.InRange(proxy.Seen.Count(request => request.Target.EndsWith("ReceiveMessage", StringComparison.Ordinal)), 1, 18);
    }
}
