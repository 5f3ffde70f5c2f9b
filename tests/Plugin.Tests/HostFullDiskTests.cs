// Tests: what the input releases while the disk of the host is full.
namespace Sluice.Plugin.Tests;

public sealed class HostFullDiskTests : HostStorageRun
{
    [Theory]
    [InlineData("2.2", "host.flush=60")]
    [InlineData("3.2", "host.flush=60")]
    [InlineData("5.1", "host.flush=60")]
    [InlineData("5.1", "host.no_chunk")]
    [InlineData("3.2", "host.quick")]
    public void FullDisk_AnyWayOfRefusing_LosesNothingAndSaysSo(string version, string way)
    {
        var run = Start(version, "8", Files, NoFlush, "host.disk=2000000", way);
        Assert.DoesNotContain("refused 0 ", run.Error, StringComparison.Ordinal);
        // Which of the two comes first is a matter of moments: the write that was refused, or the look at the disk before the next.
        Assert.InRange(run.Error.Split('\n').Count(line => line.Contains("refuses records", StringComparison.Ordinal)
            || line.Contains("storage.path . has only", StringComparison.Ordinal)), 1, 2);
        var rest = Start(version, "15");
        Assert.Equal(Records, Numbers(run).Concat(Numbers(rest)).Distinct().Count());
        Assert.Equal("0 0", Depth);
    }
}
