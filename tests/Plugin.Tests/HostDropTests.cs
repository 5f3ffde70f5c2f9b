// Tests: what the input releases of records that a filter or a processor drops.
using System.Diagnostics;

namespace Sluice.Plugin.Tests;

public sealed class HostDropTests : HostStorageRun
{
    [Theory]
    [InlineData("2.2", 3)]
    [InlineData("3.2", 3)]
    [InlineData("5.1", 3)]
    [InlineData("5.1", -1)]
    public void Processor_DropsRecords_NothingWaitsForThem(string version, int keepsEach)
    {
        var clock = Stopwatch.StartNew();
        var run = Start(version, "6", $"host.drop={keepsEach}", NoFlush.Replace("60", "1", StringComparison.Ordinal));
        Assert.Contains("metric sluice_input_messages_deleted_total 6\n", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("[warn]", run.Error, StringComparison.Ordinal);
        Assert.Equal("0 0", Depth);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 25);
    }

    // A filter runs behind the count: what it drops is counted and in no chunk, as what the disk refuses is.
    [Theory]
    [InlineData("2.2", 3, Files)]
    [InlineData("2.2", -1, Files)]
    [InlineData("2.2", -1, "host.storage=memory")]
    [InlineData("3.2", 3, Files)]
    [InlineData("5.1", 3, Files)]
    [InlineData("5.1", -1, Files)]
    public void Filter_DropsRecords_NothingIsGivenBack(string version, int keepsEach, string storage)
    {
        // 2.2 does not count a slice that is dropped whole: the last one gets fifteen seconds.
        var run = Start(version, version == "2.2" && keepsEach < 0 ? "22" : "7", $"host.filter={keepsEach}", storage);
        Assert.Contains("metric sluice_input_messages_deleted_total 6\n", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("[error]", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(GaveBack, run.Error, StringComparison.Ordinal);
        Assert.Equal(Numbers(run).Distinct().Count(), Numbers(run).Count());
        Assert.Equal("0 0", Depth);
    }
}
