// Queue: the rows of the outcome table that an object's content decides.
namespace Sluice.Pull.Tests;

public sealed partial class OutcomeRowTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TruncatedOrCorruptGzip_EmitsWhatWasRead_AndIsKept(bool truncated)
    {
        byte[] body = FlowText.Gzip(FlowText.Lines(1, 20_000));
        if (truncated)
            body = body[..(body.Length / 2)];
        else
            body.AsSpan(body.Length / 2, 64).Fill(0xff);
        var (queue, bucket) = await OneObject(body);
        await using var run = new EngineRun(Aws.Address, queue);
        await Row.Holds(run, queue, Remains.Resting(30),
            [new("messages_kept_total{corrupt}", 1), new("objects_total{corrupt}", 1), new("messages_deleted_total", 0), new("records_total", 5_000, OrMore: true)],
            Said.OfObject(LogLevel.Warn, $"s3://{bucket}/{Key} is truncated or corrupt at byte ", bucket, Key));
        Assert.InRange(run.Total, 5_000, 15_000);
    }

    [Fact]
    public async Task Corrupt_AfterMaxReceives_IsNotReadAgain_AndReachesTheDeadLetterQueue()
    {
        string dead = await Aws.NewQueue(), queue = await Aws.NewQueue(deadLetterQueue: dead, maxReceives: 3), bucket = await Aws.NewBucket();
        byte[] body = FlowText.Gzip(FlowText.Lines(1, 20_000));
        await Aws.Put(bucket, "k", body[..(body.Length / 2)]);
        await Aws.Send(queue, FlowText.Event(bucket, "k"));
        await using var run = new EngineRun(Aws.Address, queue, s => (s.VisibilityTimeout, s.MaxReceives) = (3, 2));
        await run.Until(async () => await Aws.Left(dead) == 1, "dead letter");
        await Row.Holds(run, queue, Remains.Nothing, [new("objects_total{corrupt}", 2), new("messages_kept_total{corrupt}", 3), new("messages_deleted_total", 0)],
            Said.OfObject(LogLevel.Warn, $"s3://{bucket}/k is truncated or corrupt at byte ", bucket, "k") with { Again = true },
            new(LogLevel.Debug, "An object that failed repeatedly is not read again; its message is left to the redrive policy", "receives=3"));
    }

    [Fact]
    public async Task Parquet_IsRead_AndADamagedOneIsKept()
    {
        byte[] parquet = await File.ReadAllBytesAsync(Testing.Repo.PathOf("tests", "Parquet.Tests", "data", "v5-snappy.parquet"));
        var (queue, bucket) = await OneObject(parquet, "p.parquet");
        await using (var run = new EngineRun(Aws.Address, queue))
        {
            await Row.Holds(run, queue, Remains.Nothing, [new("messages_deleted_total", 1), new("malformed_total", 0), new("records_total", 11, OrMore: true)],
                Said.OfObject(LogLevel.Debug, "An object was read", bucket, "p.parquet"));
        }

        await Kept(Aws.Address, await OneObject(parquet[..(parquet.Length / 2)], "p.parquet"), "corrupt", " is truncated or corrupt", key: "p.parquet");
    }

    [Fact]
    public async Task OverTheSize_IsKept()
    {
        var (queue, bucket) = await OneObject(FlowText.Gzip(FlowText.Lines(1, 100_000)));
        await using var run = new EngineRun(Aws.Address, queue, s => s.MaxObjectSize = 1 << 20);
        await Row.Holds(run, queue, Remains.Resting(30), [new("messages_kept_total{over_limit}", 1), new("objects_total{over_limit}", 1), new("messages_deleted_total", 0)],
            Said.OfObject(LogLevel.Warn, $"s3://{bucket}/{Key} inflates to more than 1048576 bytes (max_object_size)", bucket, Key));
        Assert.InRange(run.Total, 0, 10_000);
    }

    [Fact]
    public async Task OverTheRatio_IsKept()
    {
        byte[] bomb = new byte[64 << 20];
        bomb.AsSpan().Fill((byte)'\n');
        var what = await OneObject(FlowText.Gzip(bomb, System.IO.Compression.CompressionLevel.SmallestSize));
        await using var run = new EngineRun(Aws.Address, what.Queue);
        await Row.Holds(run, what.Queue, Remains.Resting(30), [new("messages_kept_total{over_limit}", 1), new("objects_total{over_limit}", 1), new("records_total", 0)],
            Said.OfObject(LogLevel.Warn, " bytes inflate to more than 200 times as many (max_ratio)", what.Bucket, Key));
    }

    [Fact]
    public async Task LineTooLong_IsKept()
    {
        var what = await OneObject(FlowText.Gzip(FlowText.Lines(1, 10) + new string('x', 3 << 20) + "\n"));
        await Kept(Aws.Address, what, "over_limit", ": line 12 is longer than 1048576 bytes (max_line_size)", records: 10);
    }

    [Fact]
    public async Task MalformedUnderFail_IsKept()
    {
        var what = await OneObject(FlowText.Gzip(FlowText.Lines(1, 3) + "this is no record\n"));
        await Kept(Aws.Address, what, "malformed", ": line 5 is malformed: ", s => s.OnMalformed = Core.Settings.OnMalformed.Fail, records: 3);
    }

    [Fact]
    public async Task MalformedUnderKeep_ComesOut_AndTheMessageIsDeleted()
    {
        var (queue, bucket) = await OneObject(FlowText.Gzip(FlowText.Lines(1, 3) + "this is no record\n"));
        await using var run = new EngineRun(Aws.Address, queue);
        await Row.Holds(run, queue, Remains.Nothing, [new("messages_deleted_total", 1), new("malformed_total", 1), new("objects_total{delivered}", 1)],
            new Said(LogLevel.Info, "An object was read", $"bucket={bucket}", $"key={Key}", "lines=5", "records=3", "malformed=1"));
        Assert.Equal(4, run.Total);
        Assert.Contains("this is no record", Assert.Single(run.Records.Keys, key => key.Length != 16), StringComparison.Ordinal);
    }
}
