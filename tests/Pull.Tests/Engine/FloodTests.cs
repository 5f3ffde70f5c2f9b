// Queue: faults that every object shares, and deletes that are refused.
namespace Sluice.Pull.Tests;

public sealed class FloodTests
{
    private static readonly Emulator Aws = Emulator.Shared;

    private static async Task<(string Queue, string Bucket)> Objects(int count, string? deadLetterQueue = null, int maxReceives = 3)
    {
        string queue = await Aws.NewQueue(deadLetterQueue: deadLetterQueue, maxReceives: maxReceives), bucket = await Aws.NewBucket();
        await Aws.Put(bucket, "k", FlowText.Gzip(FlowText.Lines(1, 10)));
        for (int i = 0; i < count; i++)
            await Aws.Send(queue, FlowText.Event(bucket, "k"));
        return (queue, bucket);
    }

    [Theory]
    [InlineData(403, "AccessDenied", "s3:GetObject")]
    [InlineData(403, "ExpiredToken", "credentials")]
    [InlineData(404, "NoSuchBucket", "the bucket does not exist")]
    [InlineData(400, "KMS.DisabledException", "kms:Decrypt")]
    public async Task EveryObjectRefused_ReceivingSlows_AndOneLineSaysWhy(int status, string code, string remedy)
    {
        string dead = await Aws.NewQueue();
        var (queue, _) = await Objects(60, dead);
        int refusing = 1;
        using var proxy = new FaultProxy(Aws.Address, request => request.Method is "GET" && Volatile.Read(ref refusing) == 1 ? Fault.Of(status, code) : null);
        await using var run = new EngineRun(proxy.Address, queue, s => s.VisibilityTimeout = 2);
        await Task.Delay(10_000);
        Assert.Equal(0, await Aws.Left(dead));
        Assert.InRange(run.Count("messages_received_total"), 5, 30);
        var told = run.Log.At(LogLevel.Warn).Where(line => !line.Contains("depth", StringComparison.Ordinal)).ToList();
        Assert.InRange(told.Count, 1, 3);
        string slowed = Assert.Single(told, line => line.Contains("objects in a row could not be read", StringComparison.Ordinal));
        Assert.Contains(remedy, slowed, StringComparison.Ordinal);
        Assert.Matches("moves to the dead-letter queue after [12] more receives|if the queue has a redrive policy", slowed);
        Volatile.Write(ref refusing, 0);
        await run.Until(() => run.Log.ToString().Contains("Objects can be read again", StringComparison.Ordinal), "closed", seconds: 60);
    }

    [Fact]
    public async Task OneBucketRefused_OthersGoOn()
    {
        var (queue, bucket) = await Objects(100);
        for (int i = 0; i < 30; i++)
            await Aws.Send(queue, FlowText.Event("no-such-bucket-at-all", "k"));
        await using var run = new EngineRun(Aws.Address, queue);
        await run.Until(() => run.Count("messages_deleted_total") == 100, "the good ones", seconds: 60);
        Assert.NotEmpty(bucket);
    }

    [Fact]
    public async Task EveryObjectRefused_DrainEnds_AndSaysHowManyAreLeft()
    {
        var (queue, _) = await Objects(60);
        using var proxy = new FaultProxy(Aws.Address, request => request.Method is "GET" ? Fault.Of(403, "AccessDenied") : null);
        await using var run = new EngineRun(proxy.Address, queue, s => s.Drain = true);
        await run.Until(() => run.Engine.Completed, "ended", seconds: 120);
        Assert.Contains("s3:GetObject", run.Engine.Failure, StringComparison.Ordinal);
        Assert.EndsWith("; 60 messages are left", run.Engine.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeleteDenied_StopsReceiving_AndGoesOnWhenAllowed()
    {
        var (queue, _) = await Objects(150);
        int refusing = 1, receives = 0;
        // All could be received before the first refusal: it depends on the machine. So most wait for it.
        using var refused = new ManualResetEventSlim();
        using var proxy = new FaultProxy(Aws.Address, request =>
        {
            if (request.Target.EndsWith("ReceiveMessage", StringComparison.Ordinal) && Interlocked.Increment(ref receives) > 3)
                refused.Wait();
            if (!request.Target.EndsWith("DeleteMessageBatch", StringComparison.Ordinal) || Volatile.Read(ref refusing) == 0)
                return null;
            refused.Set();
            return Fault.Sqs(403, "AccessDeniedException", "not authorized to perform: sqs:deletemessage");
        });
        await using var run = new EngineRun(proxy.Address, queue);
        await run.Until(() => run.Log.At(LogLevel.Error).Any(line => line.Contains("sqs:DeleteMessage", StringComparison.Ordinal)), "told");
        await Task.Delay(2000);
        long received = run.Count("messages_received_total");
        await Task.Delay(4000);
        Assert.Equal(received, run.Count("messages_received_total"));
        Assert.InRange(received, 1, 149);
        Assert.Single(run.Log.At(LogLevel.Error));
        Assert.Contains("cannot be deleted", run.Engine.Health.Fault(), StringComparison.Ordinal);
        Volatile.Write(ref refusing, 0);
        await run.Until(async () => await Aws.Left(queue) == 0, "empty", seconds: 60);
        Assert.Equal(1500, run.Total);
        Assert.Null(run.Engine.Health.Fault());
    }

    [Fact]
    public async Task DeleteDenied_DrainEnds_AndGivesBackWhatIsHeld()
    {
        var (queue, _) = await Objects(30);
        using var proxy = new FaultProxy(Aws.Address, request => request.Target.EndsWith("DeleteMessageBatch", StringComparison.Ordinal)
            ? Fault.Sqs(403, "AccessDeniedException", "not authorized to perform: sqs:deletemessage") : null);
        await using var run = new EngineRun(proxy.Address, queue, s => s.Drain = true);
        await run.Until(() => run.Engine.Completed, "ended", seconds: 90);
        Assert.Contains("sqs:DeleteMessage", run.Engine.Failure, StringComparison.Ordinal);
        Assert.Contains("30 messages are left", run.Engine.Failure, StringComparison.Ordinal);
        long began = Environment.TickCount64;
        await run.Engine.StopAsync(TimeSpan.FromSeconds(20));
        Assert.InRange(Environment.TickCount64 - began, 0, 10_000);
        Assert.Equal((30, 0), await Aws.Depth(queue));
    }

    [Fact]
    public async Task QueueUnreachable_DrainEnds()
    {
        var (queue, _) = await Objects(1);
        using var proxy = new FaultProxy(Aws.Address, _ => new Fault { Drop = true });
        await using var run = new EngineRun(proxy.Address, queue, s => s.Drain = true);
        await run.Until(() => run.Engine.Completed, "ended", seconds: 90);
        Assert.Contains("cannot be reached", run.Engine.Failure, StringComparison.Ordinal);
    }
}
