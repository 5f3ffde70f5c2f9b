// What a hostile or broken sender can do to the published binary: memory, errors, and what stays in the queue.
using System.IO.Compression;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Sluice.Pull.Tests;

[Collection(Alone.Name)]
public sealed class HostileTests(ITestOutputHelper output)
{
    /// <summary>The default budget and 64 MiB beside it.</summary>
    private const int MostMemory = 64 + 64;

    private static readonly Emulator Aws = Emulator.Shared;

    /// <summary>Pulls until a message is kept or the queue is empty; the process must live and stay small.</summary>
    private async Task<string> PullsAndLives(string queue, string outcome, params string[] more)
    {
        using var puller = new SluiceProcess(null, SluiceProcess.Pull(Aws.Address, queue, ["--log-level", "debug", "--wait-time", "0", .. more]));
        long deadline = Environment.TickCount64 + 60_000;
        while (!puller.Errors.Any(line => line.Contains("outcome=" + outcome, StringComparison.Ordinal)))
        {
            Assert.False(puller.HasExited, string.Join('\n', puller.Errors));
            Assert.True(Environment.TickCount64 < deadline, string.Join('\n', puller.Errors));
            await Task.Delay(20);
        }
        long peak = puller.PeakMemory();
        puller.Signal(15);
        Assert.Equal(0, await puller.Ended());
        output.WriteLine($"{outcome}: peak {peak} MiB");
        Assert.InRange(peak, 1, MostMemory);
        return string.Join('\n', puller.Errors);
    }

    [Fact]
    public async Task Bomb_TenGigabytesOfTenMegabytes_IsStopped()
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        // One member of 10 MB of line feeds, a thousand times.
        byte[] feeds = new byte[10_000_000];
        feeds.AsSpan().Fill((byte)'\n');
        byte[] member = FlowText.Gzip(feeds, CompressionLevel.SmallestSize);
        byte[] bomb = [.. Enumerable.Repeat(member, 1000).SelectMany(bytes => bytes)];
        Assert.InRange(bomb.Length, 9_000_000, 11_000_000);
        await Aws.Put(bucket, "bomb.log.gz", bomb);
        await Aws.Send(queue, FlowText.Event(bucket, "bomb.log.gz"));
        string log = await PullsAndLives(queue, "over_limit");
        Assert.Contains("times as many (max_ratio)", log, StringComparison.Ordinal);
        Assert.Equal(1, await Aws.Left(queue));
    }

    [Fact]
    public async Task Bomb_WithoutRatioLimit_StopsAtTheSize()
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        byte[] feeds = new byte[10_000_000];
        feeds.AsSpan().Fill((byte)'\n');
        byte[] member = FlowText.Gzip(feeds, CompressionLevel.SmallestSize);
        await Aws.Put(bucket, "bomb.log.gz", [.. Enumerable.Repeat(member, 100).SelectMany(bytes => bytes)]);
        await Aws.Send(queue, FlowText.Event(bucket, "bomb.log.gz"));
        string log = await PullsAndLives(queue, "over_limit", "--max-ratio", "100000", "--max-object-size", "256m");
        Assert.Contains("(max_object_size)", log, StringComparison.Ordinal);
        Assert.Equal(1, await Aws.Left(queue));
    }

    [Fact]
    public async Task RecordOf75Megabytes_IsRefused()
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        byte[] line = new byte[75_000_000];
        for (int i = 0; i < line.Length; i++)
            line[i] = (byte)('a' + (i >> 8) % 26);
        line[^1] = (byte)'\n';
        await Aws.Put(bucket, "long.log.gz", FlowText.Gzip(line));
        await Aws.Send(queue, FlowText.Event(bucket, "long.log.gz"));
        string log = await PullsAndLives(queue, "over_limit");
        Assert.Contains("line 1 is longer than 1048576 bytes (max_line_size)", log, StringComparison.Ordinal);
        Assert.Equal(1, await Aws.Left(queue));
    }

    [Fact]
    public async Task JunkOf256Kibibytes_IsKept()
    {
        string queue = await Aws.NewQueue();
        var random = new Random(2);
        await Aws.Send(queue, new string([.. Enumerable.Range(0, 256 << 10).Select(_ => (char)random.Next(32, 127))]));
        string log = await PullsAndLives(queue, "unrecognised");
        Assert.Contains("it stays in the queue", log, StringComparison.Ordinal);
        Assert.All(log.Split('\n'), line => Assert.True(line.Length < 700));
        Assert.Equal(1, await Aws.Left(queue));
    }

    [Fact]
    public async Task ForgedMessage_IsRefused()
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        await Aws.Put(bucket, "k", FlowText.Gzip(FlowText.Lines(1, 10)));
        await Aws.Send(queue, FlowText.Event(bucket, "k"));
        string log = await PullsAndLives(queue, "refused", "--allow-buckets", "ours");
        Assert.Contains($"s3://{bucket}/k: the bucket is not in allow_buckets", log, StringComparison.Ordinal);
        Assert.Equal(1, await Aws.Left(queue));
    }

    [Fact]
    public async Task AwkwardKeys_AreFoundUnderAnyShape()
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        string[] keys =
        [
            "AWSLogs/aws-account-id=123456789010/aws-service=vpcflowlogs/aws-region=eu-west-3/year=2026/a.log.gz",
            "with space", "plus+plus", "a=b&c=d", "percent%20stays", "100%", "quote'\"", "café/日本語/🎉", "semi;colon,comma", "(paren)[bracket]{brace}",
            "back\\slash", "tilde~star*bang!", "question?mark#hash", "dollar$at@", "a//b", "trailing.", "colon:pipe|", "<angle>^caret`tick",
        ];
        var unique = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        for (int i = 0; i < keys.Length; i++)
        {
            await Aws.Put(bucket, keys[i], FlowText.Gzip(FlowText.Lines(i, 5)));
            await Aws.Send(queue, FlowText.Event(bucket, keys[i]));
            await Aws.Send(queue, new JsonObject
            {
                ["detail-type"] = "Object Created",
                ["source"] = "aws.s3",
                ["detail"] = new JsonObject { ["bucket"] = new JsonObject { ["name"] = bucket }, ["object"] = new JsonObject { ["key"] = keys[i] } },
            }.ToJsonString());
        }
        using var puller = new SluiceProcess(line => unique.AddOrUpdate(FlowText.IdOf(line) ?? line, 1, (_, n) => n + 1), SluiceProcess.Pull(Aws.Address, queue, "--drain"));
        int code = await puller.Ended();
        Assert.True(code == 0, string.Join('\n', puller.Errors));
        Assert.Equal(0, await Aws.Left(queue));
        Assert.Equal(keys.Length * 5, unique.Count);
        Assert.All(unique, record => Assert.Equal(2, record.Value));
    }

    [Fact]
    public async Task Memory_DoesNotDependOnNumberOrSize()
    {
        async Task<long> Peak(int objects, int lines)
        {
            string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
            byte[] body = FlowText.Gzip(FlowText.Lines(1, lines));
            await Aws.Put(bucket, "k", body);
            for (int i = 0; i < objects; i++)
                await Aws.Send(queue, FlowText.Event(bucket, "k"));
            long peak = 0;
            using var puller = new SluiceProcess(null, SluiceProcess.Pull(Aws.Address, queue, "--wait-time", "0"));
            while (puller.Lines < (long)objects * lines)
            {
                Assert.False(puller.HasExited);
                peak = puller.PeakMemory();
                await Task.Delay(20);
            }
            peak = puller.PeakMemory();
            puller.Signal(15);
            await puller.Ended();
            output.WriteLine($"{objects} objects of {lines} lines ({body.Length} bytes): peak {peak} MiB");
            return peak;
        }

        long small = await Peak(20, 1000), many = await Peak(400, 1000), large = await Peak(6, 200_000);
        Assert.InRange(small, 1, MostMemory);
        Assert.InRange(many, 1, MostMemory);
        Assert.InRange(large, 1, MostMemory);
    }
}
