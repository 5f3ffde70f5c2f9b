// A bucket read again without a queue: it ends by itself, whatever S3 answers.
namespace Sluice.Pull.Tests;

public sealed class ReplayTests
{
    private static readonly Emulator Aws = Emulator.Shared;

    private static async Task<(PullEngine Engine, ListLog Log, long Records)> Replay(string endpoint, string bucket, int seconds = 120)
    {
        var log = new ListLog();
        var engine = new PullEngine(EngineRun.Settings(endpoint, null), log, new ReplayRange(bucket, ""));
        engine.Start();
        long records = 0, deadline = Environment.TickCount64 + seconds * 1000;
        await Task.Run(() =>
        {
            while (!engine.Completed && Environment.TickCount64 < deadline)
            {
                if (!engine.TryTake(out var batch, 100))
                    continue;
                records += batch.Records;
                batch.Release();
            }
        });
        Assert.True(engine.Completed, log.ToString());
        await engine.StopAsync(TimeSpan.FromSeconds(1));
        return (engine, log, records);
    }

    private static async Task<string> Bucket(int objects)
    {
        string bucket = await Aws.NewBucket();
        for (int i = 0; i < objects; i++)
            await Aws.Put(bucket, $"k{i:d3}", FlowText.Gzip(FlowText.Lines(i, 10)));
        return bucket;
    }

    [Fact]
    public async Task Replay_SkippedKeys_AreLeftOut()
    {
        string bucket = await Bucket(5);
        await Aws.Put(bucket, "AWSLogs/aws-logs-write-test", "test"u8.ToArray());
        var (engine, _, records) = await Replay(Aws.Address, bucket);
        Assert.Equal((50L, 1L), (records, engine.Counters.All.Where(c => c.Name == "objects_skipped_total").Sum(c => c.Value)));
        Assert.Null(engine.Failure);
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task Replay_EveryObjectDenied_EndsAndSaysHowMany()
    {
        string bucket = await Bucket(60);
        using var proxy = new FaultProxy(Aws.Address, request => request.Path.Contains("/k", StringComparison.Ordinal) ? Fault.Of(403, "AccessDenied") : null);
        var (engine, _, records) = await Replay(proxy.Address, bucket);
        Assert.Equal(0, records);
        Assert.Contains("s3:GetObject", engine.Failure, StringComparison.Ordinal);
        Assert.Matches("[0-9]+ of [0-9]+ keys were not read, and the listing stopped at k0", engine.Failure);
        await engine.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Replay_ListingFails_Ends(bool drop)
    {
        string bucket = await Bucket(1);
        using var proxy = new FaultProxy(Aws.Address, _ => drop ? new Fault { Drop = true } : Fault.Of(503, "SlowDown"));
        var (engine, log, _) = await Replay(proxy.Address, bucket);
        Assert.Contains("could not be listed", engine.Failure, StringComparison.Ordinal);
        Assert.InRange(log.At(LogLevel.Warn).Count(), 1, 5);
        await engine.DisposeAsync();
    }
}
