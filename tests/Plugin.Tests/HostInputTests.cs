// Tests: the published library's input, loaded as Fluent Bit's proxy loader does.
using System.Text.RegularExpressions;

namespace Sluice.Plugin.Tests;

public sealed partial class HostInputTests
{
    private const string Seconds = "60";

    [Theory]
    [MemberData(nameof(FakeHost.Versions), MemberType = typeof(FakeHost))]
    public void Input_AnyHostVersion_EveryRecordOnceAndTheQueueEmpty(string version)
    {
        using var emulator = Emulator.Start();
        emulator.Fill("flow", objects: 6, records: 1500);
        var run = FakeHost.Run(default, ["input", version, "9000", Seconds, "0", .. emulator.Settings("flow")]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(9000, Numbers(run).Distinct().Count());
        Assert.Equal(9000, Numbers(run).Count());
        Assert.Contains("metric sluice_input_messages_deleted_total 6\n", run.Error, StringComparison.Ordinal);
        Assert.Equal("0 0", emulator.Counts("flow"));
    }

    [Theory]
    [InlineData("3.2")]
    [InlineData("5.1")]
    public void Input_HostWithoutAppend_IsCollectedOnceASecond(string version)
    {
        using var emulator = Emulator.Start();
        emulator.Fill("flow", objects: 3, records: 500);
        var run = FakeHost.RunPlain(["input", version, "1500", Seconds, "0", .. emulator.Settings("flow")]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(1500, Numbers(run).Distinct().Count());
    }

    [Fact]
    public void Input_EngineStalls_HoldsLittleAndLosesNothing()
    {
        using var emulator = Emulator.Start();
        emulator.Fill("flow", objects: 30, records: 2000);
        var run = FakeHost.Run(default, ["input", "5.1", "60000", Seconds, "5", .. emulator.Settings("flow")]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(60000, Numbers(run).Distinct().Count());
        Assert.Equal(60000, Numbers(run).Count());
        long waiting = long.Parse(Waiting().Match(run.Error).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(waiting, 1, 17 << 20);
    }

    [Fact]
    public void Input_EndedEarly_HandsBackWhatTheEngineHasNotTaken()
    {
        using var emulator = Emulator.Start();
        emulator.Fill("flow", objects: 4, records: 1000);
        // The engine takes nothing at all: every message must be visible again when the input has ended. No long
        // poll: the emulator would give the messages to the one that the end cut off.
        string[] settings = [.. emulator.Settings("flow").Where(s => !s.StartsWith("wait_time", StringComparison.Ordinal)), "wait_time=0"];
        var run = FakeHost.Run(default, ["input", "5.1", "4000", "3", "60", .. settings]);
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains("metric sluice_input_messages_deleted_total 0\n", run.Error, StringComparison.Ordinal);
        Assert.Equal("4 0", emulator.Counts("flow"));
    }

    [Fact]
    public void Inputs_TwoQueuesTwoSchemas_DoNotMix()
    {
        using var emulator = Emulator.Start();
        emulator.Fill("a", objects: 2, records: 500);
        emulator.Fill("b", objects: 2, records: 500, first: 100_000);
        var run = FakeHost.Run(default, ["input", "4.1", "2000", Seconds, "0",
            .. emulator.Settings("a"), "--", .. emulator.Settings("b"), "schema=ecs"]);
        Assert.True(run.ExitCode == 0, run.Error);
        var records = EventDecoder.Decode(run.Output).Select(record => record.Body).ToList();
        Assert.Equal(1000, records.Count(body => body.StartsWith("{\"message\"", StringComparison.Ordinal)));
        Assert.Equal(1000, records.Count(body => body.Contains("\"ecs\":{\"version\"", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("2.2")]
    [InlineData("3.2")]
    public void Inputs_TwoOnAHostBefore41_TheSecondTakesNothing(string version)
    {
        using var emulator = Emulator.Start();
        emulator.Fill("a", objects: 2, records: 500);
        emulator.Fill("b", objects: 1, records: 10, first: 100_000);
        var run = FakeHost.Run(default, ["input", version, "1000", Seconds, "0", .. emulator.Settings("a"), "--", .. emulator.Settings("b")]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(1000, Numbers(run).Count());
        Assert.Contains("[input:sluice:sluice.1] this Fluent Bit (before 4.1) can run one sluice input only", run.Error, StringComparison.Ordinal);
        Assert.Equal("1 0", emulator.Counts("b"));
    }

    // Up to 4.0 a failed start makes the host abort, which the stand-in does too. Every access to memory is checked.
    [Theory]
    [InlineData("2.2", "shcema=ecs", "unknown setting 'shcema'; did you mean 'schema'?")]
    [InlineData("2.2", "encoding=ndjson", "unknown setting 'encoding'")]
    [InlineData("3.2", "schema=nothing", "schema: unknown schema 'nothing'")]
    [InlineData("3.2", "memory_budget=lots", "memory_budget: 'lots' is not a size")]
    [InlineData("2.2", "wait_time=soon", "wait_time: ")]
    public void Input_WrongSettingBefore41_StaysIdleAndSaysWhy(string version, string setting, string expected)
    {
        var run = FakeHost.RunChecked(default, "input", version, "1", "2", "0", setting, "queue=http://127.0.0.1:9/1/q", "region=eu-west-3");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Contains("this input reads nothing until that is fixed", run.Error, StringComparison.Ordinal);
    }

    // The host asks once a second, for five seconds: on a clock that is so much faster, 25 seconds or more than 3 minutes.
    [Theory]
    [InlineData("2.2", 5, 0, 0)]
    [InlineData("2.2", 45, 2, 3)]
    [InlineData("3.2", 45, 2, 3)]
    public void Input_WrongSettingBefore41_ComplainsAtOnceAndThenOnceAMinute(string version, int clock, int least, int most)
    {
        var run = FakeHost.Run(default, "input", version, "1", "5", "0", $"host.clock={clock}", "shcema=ecs", "queue=http://127.0.0.1:9/1/q", "region=eu-west-3");
        Assert.Equal(2, run.ExitCode);
        string[] lines = run.Error.Split('\n');
        Assert.Single(lines, line => line.Contains("this input reads nothing until that is fixed", StringComparison.Ordinal));
        int told = lines.Count(line => line.Contains("[error] [input:sluice:sluice.0] reads nothing: unknown setting 'shcema'; did you mean 'schema'?", StringComparison.Ordinal));
        Assert.InRange(told, least, most);
    }

    [Theory]
    [MemberData(nameof(FakeHost.Versions), MemberType = typeof(FakeHost))]
    public void Input_MissingQueue_IsLookedForAgain(string version)
    {
        using var emulator = Emulator.Start();
        var run = FakeHost.Run(default, ["input", version, "1", "3", "0", .. emulator.Settings("nobody")]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Queue nobody does not exist", run.Error, StringComparison.Ordinal);
        Assert.Contains("next try in", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Input_EmitRaw_GivesTheLinesAsTheyAre_AndTheHeaderForTheFilterBehind()
    {
        using var emulator = Emulator.Start();
        emulator.Fill("flow", objects: 1, records: 10);
        var run = FakeHost.Run(default, ["input", "5.1", "11", Seconds, "0", .. emulator.Settings("flow"), "emit=raw"]);
        Assert.True(run.ExitCode == 0, run.Error);
        var records = EventDecoder.Decode(run.Output);
        Assert.StartsWith("{\"log\":\"version account-id", records[0].Body, StringComparison.Ordinal);
        Assert.StartsWith("{\"log\":\"2 ", records[1].Body, StringComparison.Ordinal);
        Assert.Contains("\"aws.s3.bucket.name\":\"flow-logs\"", records[1].Metadata, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shcema=ecs", "unknown setting 'shcema'; did you mean 'schema'?")]
    [InlineData("schema=nothing", "schema: unknown schema 'nothing' (expected ")]
    [InlineData("memory_budget=lots", "memory_budget: 'lots' is not a size")]
    [InlineData("log_group=x", "unknown setting 'log_group'")]
    [InlineData("tags=x", "unknown setting 'tags'")]
    [InlineData("match=*", "unknown setting 'match'")]
    [InlineData("storage.typ=x", "unknown setting 'storage.typ'")]
    [InlineData("mem_buf_limits=1M", "unknown setting 'mem_buf_limits'")]
    [InlineData("queue_name=x", "unknown setting 'queue_name'; did you mean 'queue'?")]
    [InlineData("metadata=maybe", "metadata: unknown value 'maybe' (expected on or off)")]
    [InlineData("fields=", "fields: the value is empty. Fluent Bit reads ${srcaddr}")]
    [InlineData("role_arn=", "role_arn: the value is empty")]
    [InlineData("max_ratio=", "max_ratio: the value is empty")]
    public void Input_WrongSetting_FailsTheStartWithOneLine(string setting, string expected)
    {
        using var emulator = Emulator.Start();
        emulator.Fill("flow", objects: 0, records: 0);
        string[] settings = [setting, .. emulator.Settings("flow").Where(s => s.Split('=')[0] != setting.Split('=')[0])];
        var run = FakeHost.Run(default, ["input", "5.1", "1", "5", "0", .. settings]);
        Assert.Equal(1, run.ExitCode);
        Assert.Single(run.Error.Split('\n'), line => line.StartsWith("[error]", StringComparison.Ordinal));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("schema=sekoia")]
    [InlineData("emit=raw")]
    public void Input_MetadataOff_LeavesBucketAndKeyOut(string setting)
    {
        using var emulator = Emulator.Start();
        emulator.Fill("flow", objects: 1, records: 10);
        var run = FakeHost.Run(default, ["input", "5.1", "10", Seconds, "0", .. emulator.Settings("flow"), setting, "metadata=off"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.All(EventDecoder.Decode(run.Output), record => Assert.Equal("{}", record.Metadata));
        Assert.Equal(setting == "emit=raw", run.Error.Contains("emit raw with metadata off", StringComparison.Ordinal));
    }

    [Fact]
    public void Input_QueueByItsOtherName_AndATypo_IsRefused()
    {
        var run = FakeHost.Run(default, "input", "5.1", "1", "5", "0", "queue_url=http://127.0.0.1:9/1/q", "region=eu-west-3", "shcema=ecs");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("did you mean 'schema'?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Input_WithoutAQueue_FailsTheStartWithOneLine()
    {
        var run = FakeHost.Run(default, "input", "5.1", "1", "5", "0", "region=eu-west-3");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("queue", Assert.Single(run.Error.Split('\n'), line => line.StartsWith("[error]", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Numbers(Run run) =>
        EventDecoder.Decode(run.Output).Select(record => Number().Match(record.Body).Value);

    [GeneratedRegex("eni-[0-9a-f]{17}")]
    private static partial Regex Number();

    [GeneratedRegex(@"most_waiting (\d+)")]
    private static partial Regex Waiting();
}
