// Tests: the published filter under several tags, in a processor, and for long.
using System.Text.RegularExpressions;

namespace Sluice.Plugin.Tests;

public sealed partial class HostStreamTests : IDisposable
{
    private const string Usual = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";
    private const string Swapped = "version account-id interface-id dstaddr srcaddr srcport dstport protocol packets bytes start end action log-status";
    private const string Line = "2 111122223333 eni-0a11b22c 10.0.0.1 10.0.0.2 49152 443 6 8 1200 1700000000 1700000058 ACCEPT OK";

    private static readonly string Soak = Environment.GetEnvironmentVariable("SLUICE_SOAK") is null ? "6" : "600";

    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-host").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>tail of three files under one tag: a default header, another order, and no header.</summary>
    [Fact]
    public void Files_OfSeveralOrdersUnderOneTag_AreWarnedOf()
    {
        var run = Tags("5.1", ("tail.0", [Usual, Line]), ("tail.0", [Swapped, Line]), ("tail.0", [Line]));
        Assert.Single(run.Error.Split('\n'), line => line.StartsWith("[warn]", StringComparison.Ordinal) && line.Contains("tag 'tail.0'", StringComparison.Ordinal));
        Assert.Contains("metric sluice_filter_header_conflicts_total 1\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_OfSeveralOrders_EachUnderItsTag_AreRight()
    {
        var run = Tags("2.2", ("vpc.a", [Usual, Line]), ("vpc.b", [Swapped, Line]), ("vpc.c", [Line]), ("vpc.a", [Line]), ("vpc.b", [Line]));
        Assert.Equal(["10.0.0.1", "10.0.0.2", "10.0.0.1", "10.0.0.1", "10.0.0.2"], Sources(run));
        Assert.DoesNotContain("[warn]", run.Error, StringComparison.Ordinal);
    }

    /// <summary>The process forgot the columns: what follows the restart is told as soon as the next header shows it.</summary>
    [Fact]
    public void File_WhoseHeaderCameBeforeARestart_IsWarnedOfAtItsNextHeader()
    {
        var run = Tags("5.1", ("vpc.a", [Line]), ("vpc.a", [Swapped, Line]));
        Assert.Contains("come under different headers", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_TwoThousandWithHeaders_KeepTheirColumns()
    {
        string header = Write("header", Swapped), line = Write("line", Line);
        string[] tags = [.. Enumerable.Range(0, 2000).Select(i => $"vpc.{i}")];
        var run = FakeHost.Run(default, ["tags", "5.1", .. tags.Select(tag => $"{tag}={header}"), .. tags.Select(tag => $"{tag}={line}")]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.All(Sources(run), source => Assert.Equal("10.0.0.2", source));
        Assert.Contains("metric sluice_filter_streams_forgotten_total 0\n", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Every event is dropped: the host must be given nothing that it would not free.</summary>
    [Theory]
    [InlineData("filter", "on_malformed=drop", "junk")]
    [InlineData("processor", "on_malformed=drop", "junk")]
    [InlineData("filter", "schema=ecs", Swapped)]
    [InlineData("processor", "schema=ecs", Swapped)]
    [InlineData("processor", "reserve_data=on", Line)]
    public void Filter_ForLong_DoesNotGrow(string role, string setting, string text)
    {
        byte[] events = [.. Enumerable.Range(0, 200).SelectMany(_ => Events.Of(text))];
        var run = FakeHost.Run(events, "flat", "5.1", Soak, role, setting);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(text == Line, run.Output.Length > 0);
        Assert.InRange(long.Parse(Growth().Match(run.Error).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), long.MinValue, 512);
    }

    [Fact]
    public void Filter_InAProcessor_CountsWithItsOwner_AndKnowsItsPathKey()
    {
        byte[] Of(string file, string text) => Events.Of([0x80], Events.Value(box => box.Map(2).Text("whence").Text(file).Text("log").Text(text)));
        byte[] events = [.. Of("/a", Usual), .. Of("/b", Swapped), .. Of("/a", Line), .. Of("/b", Line)];
        var run = FakeHost.Run(events, "flat", "5.1", "0", "processor");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["10.0.0.1", "10.0.0.2"], Sources(run));
        Assert.Contains("metric sluice_filter_records_total 2\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("metric sluice_filter_header_lines_total 2\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("label tail.0/sluice.1\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Filter_OnWhatAnotherWrote_LeavesItAndCountsIt()
    {
        byte[] first = FakeHost.Run(Events.Of(Line), "filter", "5.1", "schema=sekoia").Output;
        var run = FakeHost.Run(first, "filter", "5.1", "fields=" + Swapped, "schema=ecs");
        Assert.Contains("result untouched", run.Error, StringComparison.Ordinal);
        Assert.Contains("metric sluice_filter_passed_events_total{record} 1\n", run.Error, StringComparison.Ordinal);
    }

    private Run Tags(string version, params (string Tag, string[] Lines)[] buffers)
    {
        var files = buffers.Select((buffer, i) => $"{buffer.Tag}={Write($"{i}", buffer.Lines)}");
        var run = FakeHost.Run(default, ["tags", version, .. files]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }

    private string Write(string name, params string[] lines)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, [.. lines.SelectMany(line => Events.Of(line))]);
        return path;
    }

    private static IEnumerable<string> Sources(Run run) =>
        Filters.Bodies(run.Output).Select(body => body["source"]!["ip"]!.GetValue<string>());

    [GeneratedRegex(@"growth_kib (-?\d+)")]
    private static partial Regex Growth();
}
