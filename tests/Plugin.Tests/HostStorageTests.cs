// Tests: what the input releases, on hosts that keep, throw away, refuse or drop what they took.
using System.Diagnostics;
using System.Text.RegularExpressions;
using Sluice.Testing;
using Sluice.Testing.Pull;

namespace Sluice.Plugin.Tests;

public sealed partial class HostStorageTests : IDisposable
{
    private const int Objects = 6;
    private const int Records = 9000;

    /// <summary>No chunk reaches an output before the stop.</summary>
    private const string NoFlush = "host.flush=60";
    private const string Files = "host.storage=filesystem";
    private const string GaveBack = "gave back 6 messages, up to 9,000 records will repeat";

    private readonly Emulator _emulator = Emulator.Start();

    public HostStorageTests() => _emulator.Fill("flow", Objects, Records / Objects);

    public void Dispose() => _emulator.Dispose();

    [Theory]
    [InlineData("2.2")]
    [InlineData("3.2")]
    public void Stop_MemoryThatTheHostThrowsAway_GoesBackToTheQueue(string version)
    {
        var run = Start(version, "4", NoFlush);
        Assert.Empty(run.Output);
        Assert.Contains("thrown 9000", run.Error, StringComparison.Ordinal);
        Assert.Contains(GaveBack, run.Error, StringComparison.Ordinal);
        Assert.Equal("6 0", _emulator.Depth("flow"));
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
        Assert.Equal("0 0", _emulator.Depth("flow"));
    }

    [Theory]
    [MemberData(nameof(FakeHost.Versions), MemberType = typeof(FakeHost))]
    public void Stop_MemoryWhileOutputsAreDown_GoesBackToTheQueue(string version)
    {
        var run = Start(version, "4", "host.output_from=60");
        Assert.Empty(run.Output);
        Assert.Contains(GaveBack, run.Error, StringComparison.Ordinal);
        Assert.Equal("6 0", _emulator.Depth("flow"));
    }

    [Theory]
    [MemberData(nameof(FakeHost.Versions), MemberType = typeof(FakeHost))]
    public void Stop_ChunkFilesWhileOutputsAreDown_IsDeletedAndSentByTheNextStart(string version)
    {
        var run = Start(version, "4", Files, "host.output_from=60");
        Assert.Equal(Records, Numbers(run).Distinct().Count());
        Assert.Equal(Records, Numbers(run).Count());
        Assert.DoesNotContain("gave back", run.Error, StringComparison.Ordinal);
        Assert.Equal("0 0", _emulator.Depth("flow"));
    }

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
            || line.Contains("storage.path . is full", StringComparison.Ordinal)), 1, 2);
        var rest = Start(version, "40");
        Assert.Equal(Records, Numbers(run).Concat(Numbers(rest)).Distinct().Count());
        Assert.Equal("0 0", _emulator.Depth("flow"));
    }

    // The file system says that there is room: only an attempt tells a quota from a filter that drops.
    [Theory]
    [InlineData("2.2", "host.flush=60")]
    [InlineData("2.2", "host.no_chunk")]
    [InlineData("2.2", "host.quick")]
    [InlineData("2.2", "host.no_chunk host.quick")]
    [InlineData("3.2", "host.flush=60")]
    [InlineData("3.2", "host.no_chunk")]
    [InlineData("3.2", "host.quick")]
    [InlineData("3.2", "host.no_chunk host.quick")]
    [InlineData("5.1", "host.flush=60")]
    [InlineData("5.1", "host.no_chunk")]
    [InlineData("5.1", "host.quick")]
    [InlineData("5.1", "host.no_chunk host.quick")]
    public void Quota_WithRoomOnTheDisk_LosesNothing_AndIsToldAndCounted(string version, string way)
    {
        var run = Start(version, "8", [Files, NoFlush, "host.quota=2000000", .. way.Split(' ')]);
        Assert.DoesNotContain("refused 0 ", run.Error, StringComparison.Ordinal);
        Assert.Contains("Fluent Bit's storage in . refuses records", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("is full", run.Error, StringComparison.Ordinal);
        Assert.Matches("metric sluice_input_events_given_back_total\\{refused} [1-9]", run.Error);
        var rest = Start(version, "20");
        Assert.Equal(Records, Numbers(run).Concat(Numbers(rest)).Distinct().Count());
        Assert.Equal("0 0", _emulator.Depth("flow"));
    }

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
        Assert.Equal("0 0", _emulator.Depth("flow"));
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
        Assert.Equal("0 0", _emulator.Depth("flow"));
    }

    [Theory]
    [InlineData("2.2")]
    [InlineData("5.1")]
    public void Routes_CountEveryRecordTwice_NothingIsReleasedEarly(string version)
    {
        var run = Start(version, "4", "host.twice", "host.output_from=60");
        Assert.Contains("metric fluentbit_input_records_total 18000\n", run.Error, StringComparison.Ordinal);
        Assert.Equal("6 0", _emulator.Depth("flow"));
    }

    [Theory]
    [InlineData("4.2")]
    [InlineData("5.1")]
    public void Routes_CountEveryRecordTwice_ChunkFilesAreKept(string version)
    {
        var run = Start(version, "5", Files, "host.twice", "host.output_from=60");
        Assert.Equal(Records, Numbers(run).Distinct().Count());
        Assert.DoesNotContain("gave back", run.Error, StringComparison.Ordinal);
        Assert.Equal("0 0", _emulator.Depth("flow"));
    }

    [Fact]
    public void Host_WithStructuresThatNobodyKnows_GetsTimeAndGivesBackAtTheStop()
    {
        var run = Start("5.1", "4", "host.blind");
        Assert.Equal(Records, Numbers(run).Distinct().Count());
        Assert.Contains(GaveBack, run.Error, StringComparison.Ordinal);
        Assert.Equal("6 0", _emulator.Depth("flow"));
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
        Assert.Equal("0 0", _emulator.Depth("flow"));
    }

    // No long poll: the emulator would give messages that come back to the one that the end cut off.
    private Run Start(string version, string seconds, params string[] more) => FakeHost.Run(default,
        ["input", version, "1000000", seconds, "0",
            .. _emulator.Settings("flow").Where(s => !s.StartsWith("wait_time", StringComparison.Ordinal)), "wait_time=0", .. more]);

    private static IEnumerable<string> Numbers(Run run) =>
        EventDecoder.Decode(run.Output).Select(record => Number().Match(record.Body).Value);

    [GeneratedRegex("eni-[0-9a-f]{17}")]
    private static partial Regex Number();
}
