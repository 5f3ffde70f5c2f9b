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
        await run.Until(() => run.Count("messages_kept_total", "corrupt") == 1, "kept");
        await run.Until(() => run.Count("records_total") > 0, "emitted");
        Assert.Equal(1, await Aws.Left(queue));
        Assert.InRange(run.Total, 5_000, 15_000);
        Assert.Equal(1, run.Count("objects_total", "corrupt"));
        Assert.Contains($"s3://{bucket}/AWSLogs/a.log.gz is truncated or corrupt at byte", run.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Corrupt_AfterMaxReceives_IsNotReadAgain_AndReachesTheDeadLetterQueue()
    {
        string dead = await Aws.NewQueue(), queue = await Aws.NewQueue(deadLetterQueue: dead, maxReceives: 3), bucket = await Aws.NewBucket();
        byte[] body = FlowText.Gzip(FlowText.Lines(1, 20_000));
        await Aws.Put(bucket, "k", body[..(body.Length / 2)]);
        await Aws.Send(queue, FlowText.Event(bucket, "k"));
        await using var run = new EngineRun(Aws.Address, queue, s => (s.VisibilityTimeout, s.MaxReceives) = (1, 2));
        await run.Until(async () => await Aws.Left(dead) == 1, "dead letter");
        Assert.Equal(0, await Aws.Left(queue));
        Assert.Equal(2, run.Count("objects_total", "corrupt"));
        Assert.Equal(3, run.Count("messages_kept_total", "corrupt"));
        Assert.Equal(0, run.Count("messages_deleted_total"));
    }

    [Fact]
    public async Task Parquet_IsRead_AndADamagedOneIsKept()
    {
        byte[] parquet = await File.ReadAllBytesAsync(Testing.Repo.PathOf("tests", "Parquet.Tests", "data", "v5-snappy.parquet"));
        var (queue, _) = await OneObject(parquet, "p.parquet");
        await using (var run = new EngineRun(Aws.Address, queue))
        {
            await run.Until(async () => await Aws.Left(queue) == 0, "empty");
            Assert.True(run.Total > 10);
            Assert.Equal(0, run.Count("malformed_total"));
        }

        var (other, _) = await OneObject(parquet[..(parquet.Length / 2)], "p.parquet");
        Assert.Contains("is truncated or corrupt", await Kept(Aws.Address, other, "corrupt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OverTheSize_IsKept()
    {
        var (queue, _) = await OneObject(FlowText.Gzip(FlowText.Lines(1, 100_000)));
        await using var run = new EngineRun(Aws.Address, queue, s => s.MaxObjectSize = 1 << 20);
        await run.Until(() => run.Count("messages_kept_total", "over_limit") == 1, "kept");
        Assert.Contains("inflates to more than 1048576 bytes (max_object_size)", run.Log.ToString(), StringComparison.Ordinal);
        Assert.InRange(run.Total, 0, 10_000);
        Assert.Equal(1, await Aws.Left(queue));
    }

    [Fact]
    public async Task OverTheRatio_IsKept()
    {
        byte[] bomb = new byte[64 << 20];
        bomb.AsSpan().Fill((byte)'\n');
        var (queue, _) = await OneObject(FlowText.Gzip(bomb, System.IO.Compression.CompressionLevel.SmallestSize));
        Assert.Contains("times as many (max_ratio)", await Kept(Aws.Address, queue, "over_limit"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LineTooLong_IsKept()
    {
        var (queue, _) = await OneObject(FlowText.Gzip(FlowText.Lines(1, 10) + new string('x', 3 << 20) + "\n"));
        Assert.Contains("line 12 is longer than 1048576 bytes (max_line_size)", await Kept(Aws.Address, queue, "over_limit", records: 10), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MalformedUnderFail_IsKept()
    {
        var (queue, _) = await OneObject(FlowText.Gzip(FlowText.Lines(1, 3) + "this is no record\n"));
        string log = await Kept(Aws.Address, queue, "malformed", s => s.OnMalformed = Core.OnMalformed.Fail, records: 3);
        Assert.Contains("line 5 is malformed", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MalformedUnderKeep_ComesOut_AndTheMessageIsDeleted()
    {
        var (queue, _) = await OneObject(FlowText.Gzip(FlowText.Lines(1, 3) + "this is no record\n"));
        await using var run = new EngineRun(Aws.Address, queue);
        await run.Until(async () => await Aws.Left(queue) == 0, "empty");
        Assert.Equal(4, run.Total);
        Assert.Equal(1, run.Count("malformed_total"));
        Assert.Contains("this is no record", Assert.Single(run.Records.Keys, key => key.Length != 16), StringComparison.Ordinal);
    }
}
