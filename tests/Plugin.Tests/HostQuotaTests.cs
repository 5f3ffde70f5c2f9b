// Tests: what the input releases while a quota refuses what the disk has room for.
namespace Sluice.Plugin.Tests;

public sealed class HostQuotaTests : HostStorageRun
{
    // The file system says that there is room: only an attempt tells a quota from a filter that drops.
    [Theory]
    [InlineData("2.2", "host.flush=60")]
    [InlineData("2.2", "host.no_chunk")]
    [InlineData("2.2", "host.no_chunk host.quick")]
    [InlineData("3.2", "host.quick")]
    [InlineData("5.1", "host.flush=60")]
    [InlineData("5.1", "host.no_chunk host.quick")]
    public void Quota_WithRoomOnTheDisk_LosesNothing_AndIsToldAndCounted(string version, string way)
    {
        var run = Start(version, "8", [Files, NoFlush, "host.quota=2000000", .. way.Split(' ')]);
        Assert.DoesNotContain("refused 0 ", run.Error, StringComparison.Ordinal);
        Assert.Contains("Fluent Bit's storage in . refuses records", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("KiB left", run.Error, StringComparison.Ordinal);
        Assert.Matches("metric sluice_input_events_given_back_total\\{refused} [1-9]", run.Error);
        var rest = Start(version, "15");
        Assert.Equal(Records, Numbers(run).Concat(Numbers(rest)).Distinct().Count());
        Assert.Equal("0 0", Depth);
    }
}
