// Queue: what is remembered of messages, and what it may cost.
namespace Sluice.Pull.Tests;

public sealed class MessageMemoryTests
{
    private static ObjectProgress Progress(string item, string? content, int handed, int confirmed, bool finished)
    {
        var progress = new ObjectProgress(item) { Finished = finished };
        progress.Begin(content, 0, 0);
        progress.Confirm(progress.Hand(handed), confirmed);
        return progress;
    }

    [Fact]
    public void Keep_MoreMessagesThanItHolds_ForgetsTheOldest()
    {
        var memory = new MessageMemory(capacity: 100);
        for (int i = 0; i < 1000; i++)
            memory.Keep($"m{i}", [Progress("object", "e", 1, 1, finished: true)], givenUp: false, PullCounters.Kept);
        Assert.False(memory.IsDone("m0", "object"));
        Assert.True(memory.IsDone("m999", "object"));
    }

    [Fact]
    public void Keep_LongNames_IsBoundedInBytes()
    {
        var memory = new MessageMemory(mostBytes: 1 << 20);
        for (int i = 0; i < 200; i++)
            memory.Keep($"m{i}", [.. Enumerable.Range(0, 50).Select(n => Progress(new string('k', 1000) + n, "e", 1, 1, finished: true))], givenUp: false, PullCounters.Kept);
        Assert.InRange(memory.Bytes, 1, 1 << 20);
        for (int i = 0; i < 200; i++)
            memory.Forget($"m{i}");
        Assert.Equal(0, memory.Bytes);
    }

    [Fact]
    public void Keep_OneMessageLargerThanTheBound_StaysUntilTheNext()
    {
        var memory = new MessageMemory(mostBytes: 1000);
        memory.Keep("large", [.. Enumerable.Range(0, 50).Select(n => Progress($"k{n}", "e", 1, 1, finished: true))], givenUp: false, PullCounters.Kept);
        Assert.True(memory.IsDone("large", "k49"));
        memory.Keep("small", [], givenUp: false, PullCounters.Kept);
        Assert.False(memory.IsDone("large", "k49"));
    }

    [Fact]
    public void Keep_HalfDelivered_RemembersContentAndCount()
    {
        var memory = new MessageMemory();
        memory.Keep("m", [Progress("k", "etag", 10, 4, finished: true)], givenUp: false, PullCounters.Kept);
        Assert.False(memory.IsDone("m", "k"));
        Assert.Equal(("etag", 4L), (memory.Find("m", "k")!.Content, memory.Find("m", "k")!.Delivered));
    }

    [Fact]
    public void Progress_BatchesReleasedOutOfOrder_OnlyTheUnbrokenRunCounts()
    {
        var progress = new ObjectProgress("k") { Finished = true };
        progress.Begin("e", 0, 0);
        long first = progress.Hand(10), second = progress.Hand(5), third = progress.Hand(7);
        progress.Confirm(third, 7);
        progress.Confirm(first, 10);
        Assert.Equal((10, false), (progress.Delivered, progress.IsDone));
        progress.Confirm(second, 5);
        Assert.Equal((22, true), (progress.Delivered, progress.IsDone));
    }
}
