// Queue: the outcome table, row by row.
namespace Sluice.Pull.Tests;

public sealed class OutcomesTests
{
    private static readonly PullSettings Settings = new() { MaxReceives = 3, VisibilityTimeout = 60 };

    [Theory]
    [InlineData(nameof(Outcome.Delivered), nameof(Fate.Delete))]
    [InlineData(nameof(Outcome.NothingToDo), nameof(Fate.Delete))]
    [InlineData(nameof(Outcome.Missing), nameof(Fate.Keep))]
    [InlineData(nameof(Outcome.Foreign), nameof(Fate.Keep))]
    [InlineData(nameof(Outcome.Corrupt), nameof(Fate.Keep))]
    [InlineData(nameof(Outcome.OverLimit), nameof(Fate.Keep))]
    [InlineData(nameof(Outcome.Malformed), nameof(Fate.Keep))]
    [InlineData(nameof(Outcome.Refused), nameof(Fate.Keep))]
    [InlineData(nameof(Outcome.Denied), nameof(Fate.Keep))]
    [InlineData(nameof(Outcome.KmsDenied), nameof(Fate.Keep))]
    [InlineData(nameof(Outcome.NoBucket), nameof(Fate.Keep))]
    [InlineData(nameof(Outcome.Archived), nameof(Fate.Keep))]
    [InlineData(nameof(Outcome.Credentials), nameof(Fate.Keep))]
    [InlineData(nameof(Outcome.Transient), nameof(Fate.Keep))]
    [InlineData(nameof(Outcome.Unrecognised), nameof(Fate.Keep))]
    [InlineData(nameof(Outcome.Undelivered), nameof(Fate.Release))]
    [InlineData(nameof(Outcome.Abandoned), nameof(Fate.Release))]
    [InlineData(nameof(Outcome.Lost), nameof(Fate.Forget))]
    public void FateOf_FirstReceive(string outcome, string fate) =>
        Assert.Equal(Enum.Parse<Fate>(fate), Outcomes.FateOf(Enum.Parse<Outcome>(outcome), 1, Settings));

    [Fact]
    public void FateOf_EveryOutcome_HasARowAndALabel()
    {
        var labels = Enum.GetValues<Outcome>().Select(Outcomes.Label).ToList();
        Assert.DoesNotContain("unknown", labels);
        Assert.Equal(labels.Count, labels.Distinct().Count());
    }

    [Fact]
    public void FateOf_OnlyDeliveredAndNothingToDo_AreDeletedHoweverOftenReceived()
    {
        foreach (var outcome in Enum.GetValues<Outcome>())
        {
            bool deleted = Outcomes.FateOf(outcome, 1000, Settings with { OnMissingObject = OnMissingObject.Retry }) == Fate.Delete;
            Assert.Equal(outcome is Outcome.Delivered or Outcome.NothingToDo, deleted);
        }
    }

    [Theory]
    [InlineData(OnMissingObject.Delete, 2, nameof(Fate.Keep))]
    [InlineData(OnMissingObject.Delete, 3, nameof(Fate.Delete))]
    [InlineData(OnMissingObject.Retry, 300, nameof(Fate.Keep))]
    public void FateOf_Missing_FollowsTheSetting(OnMissingObject setting, int receives, string fate) =>
        Assert.Equal(Enum.Parse<Fate>(fate), Outcomes.FateOf(Outcome.Missing, receives, Settings with { OnMissingObject = setting }));

    [Theory]
    [InlineData(1, 60)]
    [InlineData(2, 120)]
    [InlineData(4, 480)]
    [InlineData(5, 900)]
    [InlineData(100, 900)]
    public void RestOf_DoublesUpToAQuarterOfAnHour(int receives, int seconds) =>
        Assert.Equal(seconds, Outcomes.RestOf(receives, Settings));

    [Fact]
    public void RestOf_LongVisibility_IsNeverShortened() =>
        Assert.Equal(3600, Outcomes.RestOf(7, Settings with { VisibilityTimeout = 3600 }));

    [Fact]
    public void RestOf_UnderASharedFault_IsAMinuteAtLeast()
    {
        var brief = Settings with { VisibilityTimeout = 2 };
        Assert.Equal([60, 120, 900], new[] { 1, 2, 9 }.Select(kept => Outcomes.RestOf(kept, brief, pressed: true)));
        Assert.Equal(2, Outcomes.RestOf(1, brief));
    }

    [Fact]
    public void Backoff_Waits_FromHalfASecondToThirtyWithJitter()
    {
        var backoff = new Backoff(SystemClock.Instance);
        var waits = Enumerable.Range(0, 12).Select(_ => backoff.Next().TotalSeconds).ToList();
        Assert.All(waits, wait => Assert.InRange(wait, 0.5, 30));
        Assert.InRange(waits[0], 0.5, 0.5);
        Assert.InRange(waits[3], 2, 4);
        Assert.All(waits.Skip(6), wait => Assert.InRange(wait, 15, 30));
        Assert.True(waits.Skip(6).Distinct().Count() > 1, "no jitter");
        backoff.Reset();
        Assert.InRange(backoff.Next().TotalSeconds, 0.5, 0.5);
    }

    [Fact]
    public void Receipt_SeveralThingsOpen_SettlesOnceWithTheWorst()
    {
        var settled = new List<Outcome>();
        var receipt = new Receipt("m", "h", 1, () => 0, r => settled.Add(r.Worst));
        receipt.Hold();
        receipt.Hold();
        receipt.Release(Outcome.Delivered);
        receipt.Release(Outcome.Corrupt);
        Assert.Empty(settled);
        receipt.Release(Outcome.Missing);
        Assert.Equal([Outcome.Corrupt], settled);
    }

    [Fact]
    public void Memory_ServerDoesNotCount_ItCounts()
    {
        var memory = new MessageMemory();
        Assert.Equal(1, memory.Receive("m", null));
        Assert.Equal(2, memory.Receive("m", null));
        Assert.Equal(9, memory.Receive("m", 9));
        memory.Forget("m");
        Assert.Equal(1, memory.Receive("m", null));
    }
}
