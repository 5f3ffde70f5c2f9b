// The engine: hostile objects and messages among good ones.
using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Pull.Tests;

public sealed class MixTests
{
    private static readonly Emulator Aws = Emulator.Shared;

    [Fact]
    public async Task HostileAmongGood_TheGoodComeOnce_AndTheHostileStayWithALineEach()
    {
        const int Good = 1000;
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        byte[] whole = FlowText.Gzip(FlowText.Lines(9_999, 2000));
        var hostile = new Dictionary<string, byte[]>
        {
            ["cut.gz"] = whole[..(whole.Length / 2)],
            ["html"] = Encoding.UTF8.GetBytes("<!doctype html><p>hello\n"),
            ["trail.json"] = Encoding.UTF8.GetBytes("{\"Records\":[{\"eventVersion\":\"1.08\"}]}"),
            ["zip"] = [0x50, 0x4b, 3, 4, .. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7919 >> 3))],
            ["zeros"] = new byte[100_000],
            ["after-member.gz"] = [.. FlowText.Gzip(FlowText.Lines(9_997, 1)), .. "text after the member\n"u8],
            ["zstd"] = [0x28, 0xb5, 0x2f, 0xfd, .. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7919 >> 3))],
            ["utf16"] = [0xff, 0xfe, .. Encoding.Unicode.GetBytes(FlowText.Lines(9_996, 5))],
            ["application.log"] = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("start\nend of region\n{\"action\":\"login\",\"user\":\"bob\"}\n", 50))),
            ["line"] = FlowText.Gzip(FlowText.Lines(9_998, 1) + new string('x', 3 << 20)),
            ["parquet"] = Encoding.UTF8.GetBytes("PAR1" + new string('\u0015', 300) + "PAR1"),
        };
        foreach (var (key, body) in hostile)
            await Aws.Put(bucket, key, body);
        for (int i = 0; i < Good; i++)
            await Aws.Put(bucket, $"good{i}", FlowText.Gzip(FlowText.Lines(i, 20)));
        string[] messages =
        [
            .. hostile.Keys.Select(key => FlowText.Event(bucket, key)),
            "junk", "{\"Records\":[{\"eventName\":\"\"}]}", "[]", "{\"a\":" + new string('[', 5000), FlowText.Event("..", "k"), FlowText.Event(bucket, "../k"), FlowText.Event(bucket, new string('k', 5000)),
            new JsonObject { ["s3Bucket"] = bucket, ["s3ObjectKey"] = new JsonArray([.. Enumerable.Range(0, 2000).Select(_ => (JsonNode)"good0")]) }.ToJsonString(),
        ];
        for (int i = 0; i < Math.Max(Good, messages.Length); i++)
        {
            if (i < messages.Length)
                await Aws.Send(queue, messages[i]);
            if (i < Good)
                await Aws.Send(queue, FlowText.Event(bucket, $"good{i}"));
        }

        await using var run = new EngineRun(Aws.Address, queue);
        // The last of the messages names a good object, two thousand times, and is done like any other.
        int kept = messages.Length - 1;
        await run.Until(() => run.Count("messages_deleted_total") == Good + 1 && run.Count("messages_kept_total") >= kept, "ended", seconds: 180);
        var records = run.Records.Where(pair => pair.Key.Length == 16 && !pair.Key.StartsWith("0000270", StringComparison.Ordinal)).ToList();
        Assert.Equal(Good * 20, records.Count);
        Assert.All(records, pair => Assert.Equal(pair.Key.StartsWith("00000000", StringComparison.Ordinal) ? 2 : 1, pair.Value));
        foreach (string key in hostile.Keys)
            Assert.Single(run.Log.At(LogLevel.Warn), line => line.Contains($"s3://{bucket}/{key}", StringComparison.Ordinal));
        Assert.Empty(run.Log.At(LogLevel.Error));
        Assert.Equal(kept, await Aws.Left(queue));
    }
}
