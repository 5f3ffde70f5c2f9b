// Tests: what is computed from two scrapes, and how a terminal shows it.
namespace Sluice.Cli.Tests;

public sealed class TopTests
{
    private const string Scrape = """
        # HELP sluice_records_total Flow-log records handed to the host
        # TYPE sluice_records_total counter
        sluice_records_total 1000
        sluice_messages_deleted_total 10
        sluice_objects_total{outcome="delivered"} 12
        sluice_objects_total{outcome="denied"} 3
        sluice_messages_kept_total{outcome="denied"} 3
        sluice_messages_kept_total{outcome="abandoned"} 7
        sluice_messages_kept_total{outcome="delivered"} 0
        sluice_queue_errors_total 2
        sluice_bytes_in_total 4e6
        sluice_event_lag_seconds 312
        sluice_queue_depth 1204
        sluice_in_flight_messages 16
        sluice_paused 0
        """;

    private static PullerSample Sample(string text) => Assert.Single(PullerSample.Of(ExpositionText.Read(text, "sluice_"))).Value;

    private static PullerSample With(double records, double messages = 0, double errors = 0, string name = "") =>
        PullerSample.Of(
        [
            new("sluice_input_records_total", new Dictionary<string, string> { ["name"] = name }, records),
            new("sluice_input_messages_deleted_total", new Dictionary<string, string> { ["name"] = name }, messages),
            new("sluice_input_queue_errors_total", new Dictionary<string, string> { ["name"] = name }, errors),
        ])[name];

    [Fact]
    public void Sample_OfAPuller_SumsWhatCounts()
    {
        var sample = Sample(Scrape);
        Assert.Equal((10, 12, 1000, 4e6), (sample.Messages, sample.Objects, sample.Records, sample.Bytes));
        Assert.Equal((312, 1204, 16, false), (sample.Lag, sample.Queue, sample.Held, sample.Paused));
        Assert.Equal([("kept denied", 3d), ("queue calls", 2d)], sample.ErrorsBy.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(5, sample.Errors);
    }

    [Fact]
    public void Sample_OfAHost_IsOnePullerForEachInstance()
    {
        // With labels in any order, the time of a sample, and metrics of others.
        var pullers = PullerSample.Of(ExpositionText.Read("""
            fluentbit_uptime{hostname="h"} 7 1700000000000
            sluice_input_records_total{name="sluice.0"} 4000 1700000000000
            sluice_input_records_total{name="a \"b\" \\ } c"} 5
            sluice_input_objects_total{outcome="delivered",name="sluice.0"} 40
            sluice_input_objects_total{name="sluice.0", outcome="missing",} 2
            sluice_filter_records_total{name="sluice.0"} 999999
            """, "sluice_"));
        Assert.Equal(["a \"b\" \\ } c", "sluice.0"], pullers.Keys);
        Assert.Equal((4000, 40), (pullers["sluice.0"].Records, pullers["sluice.0"].Objects));
    }

    [Theory]
    [InlineData("sluice_records_total")]
    [InlineData("sluice_records_total ")]
    [InlineData("sluice_records_total NaN")]
    [InlineData("sluice_records_total +Inf")]
    [InlineData("sluice_records_total x 5")]
    [InlineData("sluice_records_total{name=\"a 5")]
    [InlineData("sluice_records_total{name=\"a\\")]
    [InlineData("sluice_records_total{name} 5")]
    [InlineData("sluice_records_total{=\"\"} 5")]
    [InlineData("sluice_records_total{ 5")]
    [InlineData("other_total 5")]
    public void Line_ThatIsNoSample_IsPassedOver(string line)
    {
        var samples = ExpositionText.Read(line + "\nsluice_queue_depth 1\n", "sluice_");
        Assert.Equal("sluice_queue_depth", Assert.Single(samples).Name);
    }

    [Theory]
    [InlineData(1000, 3000, 2, 1000)]
    [InlineData(1000, 1000, 2, 0)]
    [InlineData(0, 5, 0.5, 10)]
    public void Rate_OfTwoScrapes_IsTheirDifferenceBySeconds(double before, double now, double seconds, double expected) =>
        Assert.Equal(expected, PullerRow.Of(With(before), With(now), seconds).Records);

    [Fact]
    public void Rate_OfOneScrape_IsNone()
    {
        var row = PullerRow.Of(null, With(5000, 50, 5), 2);
        Assert.Equal(((double?)null, (double?)null, 0d), (row.Records, row.Messages, row.NewErrors));
        Assert.Null(PullerRow.Of(With(1), With(2), 0).Records);
    }

    [Fact]
    public void Rate_AfterARestart_CountsFromZero_ForEveryCounter()
    {
        // Messages have overtaken the old count already: that one counter fell says it of all.
        var row = PullerRow.Of(With(10_000, messages: 5, errors: 9), With(400, messages: 8, errors: 1), 2);
        Assert.Equal((200, 4, 1), (row.Records, row.Messages, row.NewErrors));
    }

    [Fact]
    public void Table_Usual_FitsEightyColumns()
    {
        var now = Sample(Scrape);
        string[] lines = [.. TopTable.Lines([new(now, 12.5, 1234, 1_234_567, 52_301_000, 2), new(With(1, name: "sluice.0"), null, null, null, null, 0)], 80, colour: false)];
        Assert.Equal(
        [
            "INSTANCE        MSGS/S  OBJS/S   RECS/S   MB/S     LAG    QUEUE   HELD   ERRORS",
            "sluice            12.5   1,234     1.2M   52.3   5m12s    1,204     16     5 +2",
            "  errors since start: kept denied 3, queue calls 2",
            "sluice.0             -       -        -      -      0s        0      0        0",
        ], lines);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(200)]
    public void Table_AnyWidth_NoLineIsLonger(int width)
    {
        var rows = new[] { PullerRow.Of(With(1, errors: 3, name: new string('n', 100)), With(1e15, 1e15, errors: 1e15, name: new string('n', 100)), 1) };
        Assert.All(TopTable.Lines(rows, width, colour: false), line => Assert.InRange(line.Length, 0, Math.Max(1, width - 1)));
    }

    [Fact]
    public void Table_HostileName_IsEscaped()
    {
        string text = string.Join('\n', TopTable.Lines([PullerRow.Of(null, With(1, name: "a\u001b[2J\r\u202eb"), 1)], 120, colour: false));
        Assert.Contains("a\\x1b[2J\\r\\u202eb", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, c => c is '\u001b' or '\r' or '\u202e');
    }

    [Fact]
    public void Table_Colour_OnlyWhereWanted()
    {
        PullerRow[] rows = [PullerRow.Of(With(1), With(2, errors: 1), 1)];
        Assert.DoesNotContain(TopTable.Lines(rows, 80, colour: false), line => line.Contains('\u001b', StringComparison.Ordinal));
        Assert.Contains(TopTable.Lines(rows, 80, colour: true), line => line.StartsWith("\u001b[31m", StringComparison.Ordinal) && line.EndsWith("\u001b[0m", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(-5, "0s")]
    [InlineData(59.9, "59s")]
    [InlineData(312, "5m12s")]
    [InlineData(11_100, "3h05m")]
    [InlineData(183_600, "2d03h")]
    [InlineData(1e300, "115740d17h")]
    public void Lag_Seconds_InTwoUnits(double seconds, string expected) => Assert.Equal(expected, TopTable.Lag(seconds));

    [Theory]
    [InlineData(0, "0.0")]
    [InlineData(99.94, "99.9")]
    [InlineData(1234.4, "1,234")]
    [InlineData(999_999, "999,999")]
    [InlineData(1_500_000, "1.5M")]
    [InlineData(2.5e9, "2.5G")]
    [InlineData(3e12, "3T")]
    public void Rate_AnySize_IsShort(double rate, string expected) => Assert.Equal(expected, TopTable.Rate(rate));

    [Theory]
    [InlineData("9464", "127.0.0.1:9464")]
    [InlineData(":9464", "127.0.0.1:9464")]
    [InlineData("*:9464", "127.0.0.1:9464")]
    [InlineData("0.0.0.0:9464", "127.0.0.1:9464")]
    [InlineData("[::]:9464", "[::1]:9464")]
    [InlineData("[::1]:9464", "[::1]:9464")]
    [InlineData("puller-0.flow:2020", "puller-0.flow:2020")]
    [InlineData("http://puller:2020", "puller:2020")]
    [InlineData("https://puller/metrics/of/it", "puller")]
    public void Address_OfAPuller_IsFound(string address, string expected)
    {
        using var source = MetricsSource.At(address);
        Assert.Equal(expected, source.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("host")]
    [InlineData("host:")]
    [InlineData("host:0")]
    [InlineData("host:70000")]
    [InlineData("a b:1")]
    [InlineData("ftp://host/x")]
    public void Address_ThatIsNone_IsRefused(string address) => Assert.Throws<SettingsException>(() => MetricsSource.At(address));
}
