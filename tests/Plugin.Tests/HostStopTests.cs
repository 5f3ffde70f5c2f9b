// Tests: what the input releases at a stop, on hosts that keep or throw away what they took.
namespace Sluice.Plugin.Tests;

public sealed class HostStopTests : HostStorageRun
{
    [Theory]
    [InlineData("2.2")]
    [InlineData("3.2")]
    public void Stop_MemoryThatTheHostThrowsAway_GoesBackToTheQueue(string version)
    {
        var run = Start(version, "4", NoFlush);
        Assert.Empty(run.Output);
        Assert.Contains("thrown 9000", run.Error, StringComparison.Ordinal);
        Assert.Contains(GaveBack, run.Error, StringComparison.Ordinal);
        Assert.Equal("6 0", Depth);
    }

    [Theory]
    [InlineData("4.1")]
    [InlineData("4.2")]
    [InlineData("5.1")]
    public void Stop_MemoryThatTheHostFlushes_IsDeleted(string version)
    {
        var run = Start(version, "4", NoFlush);
        Assert.Equal(Records, Numbers(run).Distinct().Count());
        Assert.DoesNotContain("gave back", run.Error, StringComparison.Ordinal);
        Assert.Equal("0 0", Depth);
    }

    [Theory]
    [MemberData(nameof(FakeHost.Versions), MemberType = typeof(FakeHost))]
    public void Stop_MemoryWhileOutputsAreDown_GoesBackToTheQueue(string version)
    {
        var run = Start(version, "4", "host.output_from=60");
        Assert.Empty(run.Output);
        Assert.Contains(GaveBack, run.Error, StringComparison.Ordinal);
        Assert.Equal("6 0", Depth);
    }

    [Theory]
    [MemberData(nameof(FakeHost.Versions), MemberType = typeof(FakeHost))]
    public void Stop_ChunkFilesWhileOutputsAreDown_IsDeletedAndSentByTheNextStart(string version)
    {
        var run = Start(version, "4", Files, "host.output_from=60");
        Assert.Equal(Records, Numbers(run).Distinct().Count());
        Assert.Equal(Records, Numbers(run).Count());
        Assert.DoesNotContain("gave back", run.Error, StringComparison.Ordinal);
        Assert.Equal("0 0", Depth);
    }

    [Theory]
    [InlineData("2.2")]
    [InlineData("5.1")]
    public void Routes_CountEveryRecordTwice_NothingIsReleasedEarly(string version)
    {
        var run = Start(version, "4", "host.twice", "host.output_from=60");
        Assert.Contains("metric fluentbit_input_records_total 18000\n", run.Error, StringComparison.Ordinal);
        Assert.Equal("6 0", Depth);
    }

    [Theory]
    [InlineData("4.2")]
    [InlineData("5.1")]
    public void Routes_CountEveryRecordTwice_ChunkFilesAreKept(string version)
    {
        var run = Start(version, "5", Files, "host.twice", "host.output_from=60");
        Assert.Equal(Records, Numbers(run).Distinct().Count());
        Assert.DoesNotContain("gave back", run.Error, StringComparison.Ordinal);
        Assert.Equal("0 0", Depth);
    }

    [Fact]
    public void Host_WithStructuresThatNobodyKnows_GetsTimeAndGivesBackAtTheStop()
    {
        var run = Start("5.1", "4", "host.blind");
        Assert.Equal(Records, Numbers(run).Distinct().Count());
        Assert.Contains(GaveBack, run.Error, StringComparison.Ordinal);
        Assert.Equal("6 0", Depth);
    }

    [Theory]
    [InlineData("2.2")]
    [InlineData("3.2")]
    [InlineData("5.1")]
    public void Host_WithARingThatNobodyKnows_ChunkFilesAreSafeAfterTwoSeconds(string version)
    {
        var run = Start(version, "6", Files, "host.blind=ring", "host.output_from=60");
        Assert.Equal(Records, Numbers(run).Distinct().Count());
        Assert.DoesNotContain("gave back", run.Error, StringComparison.Ordinal);
        Assert.Equal("0 0", Depth);
    }
}
