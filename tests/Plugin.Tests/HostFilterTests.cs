// Tests: the published library's filter, loaded as Fluent Bit's C loader does.
using System.Text;

namespace Sluice.Plugin.Tests;

public sealed class HostFilterTests
{
    /// <summary>Lines reach a filter one by one: a file's byte order mark is the reader's business.</summary>
    private static readonly string[] OfFilesOnly = ["byte-order-mark"];

    public static TheoryData<string, string> Goldens { get; } = Pairs();

    [Theory]
    [MemberData(nameof(FakeHost.Versions), MemberType = typeof(FakeHost))]
    public void Filter_AnyHostVersion_RewritesLines(string version)
    {
        var run = FakeHost.Run(Events.Of(Events.Line), "filter", version);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("result modified", run.Error, StringComparison.Ordinal);
        Assert.Contains("metric sluice_filter_records_total 1\n", run.Error, StringComparison.Ordinal);
        var record = EventDecoder.Decode(run.Output).Single();
        Assert.Equal(Events.LineTime, record.Seconds);
        Assert.Equal(Snapshot.Of("documented").Records("sekoia").Select(Filters.Compact).First(), Filters.Compact(record.Body));
    }

    [Theory]
    [MemberData(nameof(Goldens))]
    public void Filter_GoldenInput_GivesTheGolden(string theme, string schema)
    {
        var snapshot = Snapshot.Of(theme);
        List<string> settings = ["schema=" + schema];
        if (snapshot.Fields is { } fields)
            settings.Add("fields=" + fields);
        byte[] events = [.. Lines(File.ReadAllBytes(snapshot.Input)).SelectMany(EventOf)];
        var run = FakeHost.Run(events, ["filter", "5.1", .. settings]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(
            snapshot.Records(schema).Select(Filters.Compact),
            EventDecoder.Decode(run.Output).Select(record => Filters.Compact(record.Body)));
    }

    [Fact]
    public void Filter_UnknownSetting_FailsTheStartWithOneLine()
    {
        var run = FakeHost.Run(Events.Of(Events.Line), "filter", "5.1", "scheme=ecs");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("[error] [filter:sluice:sluice.0] unknown setting 'scheme'; did you mean 'Schema'?\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("log_key=x", "unknown setting 'log_key'; did you mean 'Key_Name'?")]
    [InlineData("matchx=*", "unknown setting 'matchx'")]
    [InlineData("tags=x", "unknown setting 'tags'")]
    [InlineData("log_levels=info", "unknown setting 'log_levels'")]
    [InlineData("net.keepalives=on", "unknown setting 'net.keepalives'")]
    [InlineData("storage.typ=filesystem", "unknown setting 'storage.typ'")]
    [InlineData("threads=2", "unknown setting 'threads'")]
    [InlineData("tag=x", "unknown setting 'tag'")]
    [InlineData("mem_buf_limit=1M", "unknown setting 'mem_buf_limit'")]
    [InlineData("named=x", "unknown setting 'named'")]
    [InlineData("field=v2", "unknown setting 'field'; did you mean 'Fields'?")]
    [InlineData("on-malformed=drop", "unknown setting 'on-malformed'; did you mean 'On_Malformed'?")]
    [InlineData("path_key=file", "did you mean")]
    [InlineData("x=", "unknown setting 'x'")]
    [InlineData("fields=", "Fields: the value is empty. Fluent Bit reads ${srcaddr}, AWS's notation for a field, as an environment variable")]
    [InlineData("schema=", "Schema: the value is empty. Remove the setting to use its default")]
    [InlineData("key_name=", "Key_Name: the value is empty")]
    [InlineData("stream_key= ", "Stream_Key: the value is empty")]
    [InlineData("fields=  ", "Fields: the value is empty")]
    [InlineData("data_stream_namespace=", "Data_Stream_Namespace: the value is empty")]
    [InlineData("preserve_key=", "Preserve_Key: the value is empty")]
    [InlineData("fields=nothing here", "none of the names is a flow-log field")]
    [InlineData("data_stream_namespace=A*", "data_stream_namespace")]
    public void Filter_WrongSetting_FailsTheStartWithOneLine(string setting, string expected)
    {
        foreach (string version in (string[])["2.2", "5.1"])
        {
            var run = FakeHost.Run(Events.Of(Events.Line), "filter", version, setting);
            Assert.Equal(1, run.ExitCode);
            string line = Assert.Single(run.Error.Split('\n'), line => line.StartsWith("[error]", StringComparison.Ordinal));
            Assert.Contains(expected, line, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", line, StringComparison.Ordinal);
            Assert.DoesNotContain("Parameter '", line, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("alias=x")]
    [InlineData("active=true")]
    [InlineData("match=")]
    [InlineData("LOG_LEVEL=info")]
    [InlineData("condition=x")]
    public void Filter_SettingOfTheHost_IsNotOurs(string setting) =>
        Assert.Equal(0, FakeHost.Run(Events.Of(Events.Line), "filter", "5.1", setting).ExitCode);

    [Fact]
    public void Filter_BadValue_FailsTheStartWithOneLine()
    {
        var run = FakeHost.Run(Events.Of(Events.Line), "filter", "2.2", "schema=elastic");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"unknown schema 'elastic' (expected {RecordChoices.Schemas.List})", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Filter_NothingToDo_LeavesTheBuffer()
    {
        byte[] other = Events.Of([0x80], [0x81, 0xa1, 0x61, 0x01]);
        var run = FakeHost.Run(other, "filter", "4.1");
        Assert.Contains("result untouched", run.Error, StringComparison.Ordinal);
        Assert.Equal(other, run.Output);
    }

    [Fact]
    public void Filter_ManyStartsAndStops_DoNotGrow()
    {
        var run = FakeHost.Run(Events.Of(Events.Line), "cycle", "200", "5.1");
        Assert.True(run.ExitCode == 0, run.Error);
        long growth = long.Parse(Encoding.ASCII.GetString(run.Output).Trim().Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(growth < 4096, $"{growth} KiB more after 160 further starts");
    }

    [Fact]
    public void Filter_DamagedEvents_NeverEndTheHost()
    {
        byte[] sample = [.. Events.Of(Events.Line), .. Events.Of([0xde, 0, 1, 0xa1, 0x61, 0xc4, 1, 9], [0x82, .. Events.Text("x"), 0xcb, 1, 2, 3, 4, 5, 6, 7, 8, .. Events.Text("message"), .. Events.WideText("{\"version\":2}")]), .. Events.Of("version srcaddr dstaddr")];
        foreach (string settings in (string[])["reserve_data=on", "on_malformed=pass", "schema=ecs"])
        {
            var run = FakeHost.Run(sample, "fuzz", "100000", "7", settings);
            Assert.True(run.ExitCode == 0, $"{settings}: exit {run.ExitCode}: {run.Error}");
            Assert.DoesNotContain("[error]", run.Error, StringComparison.Ordinal);
            Assert.Contains("inputs 100000", Encoding.ASCII.GetString(run.Output), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Filter_UnderAddressSanitizer_TouchesNothingOfOthers()
    {
        byte[] events = [.. Enumerable.Range(0, 500).SelectMany(_ => Events.Of(Events.Line)), .. Events.Of("junk"), .. Events.Of("srcaddr dstaddr")];
        foreach (string[] command in (string[][])[["filter", "5.1", "reserve_data=on"], ["filter", "2.2", "schema=ecs"], ["fuzz", "20000", "3"], ["cycle", "10", "4.1"]])
        {
            var run = FakeHost.RunChecked(events, command);
            Assert.True(run.ExitCode == 0, $"{command[0]}: {run.Error}");
            Assert.DoesNotContain("AddressSanitizer", run.Error, StringComparison.Ordinal);
        }
    }

    private static TheoryData<string, string> Pairs()
    {
        TheoryData<string, string> pairs = [];
        foreach (var snapshot in Snapshot.All.Where(s => !s.Input.EndsWith(".parquet", StringComparison.Ordinal) && !OfFilesOnly.Contains(s.Name)))
            foreach (string schema in SchemaName.All)
                if (snapshot.Records(schema).Any())
                    pairs.Add(snapshot.Name, schema);
        return pairs;
    }

    // A JSON line's feed is part of its message, a text line's is not.
    private static IEnumerable<byte[]> Lines(byte[] input)
    {
        for (int at = 0; at < input.Length;)
        {
            int feed = Array.IndexOf(input, (byte)'\n', at);
            int end = feed < 0 ? input.Length : feed;
            yield return input[at] == '{' && feed >= 0 ? input[at..(feed + 1)] : input[at..end];
            at = end + 1;
        }
    }

    private static byte[] EventOf(byte[] line) =>
        line.All(b => b is (byte)' ' or (byte)'\t' or (byte)'\r')
            ? []
            : [0x92, 0x92, .. Events.Time, 0x80, 0x81, .. Events.Text("log"), 0xc6, (byte)(line.Length >> 24), (byte)(line.Length >> 16), (byte)(line.Length >> 8), (byte)line.Length, .. line];
}
