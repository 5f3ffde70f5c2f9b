// Tests: whose columns a line without a header has.
using System.Text.Json.Nodes;
using Sluice.Plugin.Filter;

namespace Sluice.Plugin.Tests;

/// <summary>In each case a record is right, malformed, or warned of; none is silently wrong.</summary>
public sealed class FilterStreamTests
{
    private const string Usual = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";
    private const string Swapped = "version account-id interface-id dstaddr srcaddr srcport dstport protocol packets bytes start end action log-status";
    private const string Underscored = "version account_id interface_id srcaddr dstaddr srcport dstport protocol packets bytes start end action log_status";

    // Its columns name it: 10.0.0.1 is the source where the columns are the usual ones.
    private const string Line = "2 111122223333 eni-0a11b22c 10.0.0.1 10.0.0.2 49152 443 6 8 1200 1700000000 1700000058 ACCEPT OK";

    [Fact]
    public void Headers_OfTwoFilesUnderOneTag_AreWarnedOnceAndCounted()
    {
        List<string> warnings = [];
        using var filter = Filters.Open(warnings);
        foreach (string text in (string[])[Usual, Line, Swapped, Line, Usual, Line, Swapped, Line])
            filter.Run(Events.Of(text), "tail.0");
        Assert.Equal(3, filter.Counters.HeaderConflicts);
        Assert.Contains("tag 'tail.0'", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Contains("tag: vpc.*", warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Headers_OfTwoFilesInOneBuffer_AreWarned()
    {
        List<string> warnings = [];
        using var filter = Filters.Open(warnings);
        filter.Run([.. Events.Of(Usual), .. Events.Of(Line), .. Events.Of(Swapped), .. Events.Of(Line)]);
        Assert.Single(warnings);
    }

    [Fact]
    public void Header_AfterLinesReadWithoutOne_IsWarnedWhenItNamesOtherColumns()
    {
        foreach (var (header, warned) in ((string, int)[])[(Swapped, 1), (Usual, 0), (Underscored, 0)])
        {
            List<string> warnings = [];
            using var filter = Filters.Open(warnings);
            filter.Run(Events.Of(Line));
            filter.Run(Events.Of(header));
            Assert.Equal(warned, warnings.Count);
            Assert.Equal(warned, filter.Counters.HeaderConflicts);
        }
    }

    [Fact]
    public void Header_ThatComesAgainOrSaysTheSame_IsNotWarned()
    {
        List<string> warnings = [];
        using var filter = Filters.Open(warnings);
        foreach (string text in (string[])[Usual, Line, Usual, Underscored, Line])
            filter.Run(Events.Of(text));
        filter.Run(Events.Of("{\"srcaddr\":\"10.0.0.1\",\"action\":\"ACCEPT\"}"), "json");
        filter.Run(Events.Of(Swapped), "json");
        Assert.Empty(warnings);
        Assert.Equal(0, filter.Counters.HeaderConflicts);
    }

    [Fact]
    public void Headers_OfManyConfusedTags_WarnAFewTimes()
    {
        List<string> warnings = [];
        using var filter = Filters.Open(warnings);
        for (int i = 0; i < 100; i++)
        {
            filter.Run(Events.Of(Usual), $"t{i}");
            filter.Run(Events.Of(Swapped), $"t{i}");
        }

        Assert.Equal(100, filter.Counters.HeaderConflicts);
        Assert.InRange(warnings.Count, 1, 5);
    }

    [Theory]
    [InlineData("path")]
    [InlineData("filename")]
    [InlineData("file")]
    [InlineData("tailed_path")]
    public void Files_UnderOneTag_NamedByAKnownKey_KeepTheirColumns(string key) => FilesKeepTheirColumns(key);

    [Fact]
    public void Files_UnderOneTag_NamedByTheKeyOfTheSetting_KeepTheirColumns() =>
        FilesKeepTheirColumns("where", ("Stream_Key", "where"), ("Reserve_Data", "on"));

    [Fact]
    public void RawEvents_OfManyObjectsInOneBuffer_KeepTheirColumns()
    {
        List<string> warnings = [];
        using var filter = Filters.Open(warnings);
        byte[] events =
        [
            .. Raw("a", Usual), .. Raw("b", Swapped), .. Raw("a", Line), .. Raw("b", Line), .. Raw("c", Line), .. Raw("b", Line), .. Raw("a", Line),
        ];
        Assert.Equal(["10.0.0.1", "10.0.0.2", "10.0.0.1", "10.0.0.2", "10.0.0.1"], Filters.Bodies(filter.Run(events)!).Select(SourceOf));
        Assert.Empty(warnings);
    }

    [Fact]
    public void RawEvents_UnderAnotherTag_KeepTheColumnsOfTheirObject()
    {
        using var filter = Filters.Open();
        filter.Run(Raw("b", Swapped), "one");
        Assert.Equal("10.0.0.2", SourceOf(Filters.Bodies(filter.Run(Raw("b", Line), "two")!).Single()));
        Assert.Equal("10.0.0.1", SourceOf(Filters.Bodies(filter.Run(Events.Of(Line), "one")!).Single()));
    }

    [Fact]
    public void RawEvents_OfMoreObjectsThanAreRemembered_AreNeverGuessed()
    {
        const int Objects = 6000;
        using var filter = Filters.Open();
        for (int i = 0; i < Objects; i++)
            filter.Run(Raw($"o{i}", i % 2 == 0 ? Swapped : Usual));
        for (int i = 0; i < Objects; i++)
        {
            var record = Filters.Bodies(filter.Run(Raw($"o{i}", Line))!).Single();
            string? source = record["source"]?["ip"]?.GetValue<string>();
            Assert.True(source == (i % 2 == 0 ? "10.0.0.2" : "10.0.0.1") || (source is null && i % 2 == 0), $"object {i}: {source}");
        }
    }

    [Theory]
    [InlineData(400)]
    [InlineData(5000)]
    public void Tags_ManyWithHeaders_AreNeverGuessed(int tags)
    {
        List<string> warnings = [];
        using var filter = Filters.Open(warnings);
        for (int tag = 0; tag < tags; tag++)
            filter.Run(Events.Of(tag % 2 == 0 ? Swapped : Usual), $"vpc.{tag}");
        int malformed = 0;
        for (int tag = 0; tag < tags; tag++)
        {
            var record = Filters.Bodies(filter.Run(Events.Of(Line), $"vpc.{tag}")!).Single();
            if (record["error"] is { } error)
            {
                malformed++;
                Assert.Equal(0, tag % 2);
                Assert.Contains("not remembered any more", error["message"]!.GetValue<string>(), StringComparison.Ordinal);
                continue;
            }

            Assert.Equal(tag % 2 == 0 ? "10.0.0.2" : "10.0.0.1", SourceOf(record));
        }

        Assert.Equal(malformed, filter.Counters.MalformedByColumns);
        Assert.Equal(Math.Max(0, tags - LineStreams.Most), filter.Counters.ForgottenStreams);
        Assert.Equal(tags > LineStreams.Most, malformed > 0);
        Assert.Equal(tags > LineStreams.Most, warnings.Exists(line => line.Contains("'Fields' names the columns", StringComparison.Ordinal)));
    }

    [Fact]
    public void Tag_Forgotten_IsReadAgainAfterItsHeader()
    {
        using var filter = Filters.Open();
        filter.Run(Events.Of(Swapped), "first");
        for (int tag = 0; tag < LineStreams.Most; tag++)
            filter.Run(Events.Of(Usual), $"vpc.{tag}");
        Assert.NotNull(Filters.Bodies(filter.Run(Events.Of(Line), "first")!).Single()["error"]);
        filter.Run(Events.Of(Swapped), "first");
        Assert.Equal("10.0.0.2", SourceOf(Filters.Bodies(filter.Run(Events.Of(Line), "first")!).Single()));
    }

    [Fact]
    public void Tag_Forgotten_IsNotReadByTheFieldsSettingEither()
    {
        using var filter = Filters.Open(("Fields", Usual));
        filter.Run(Events.Of(Swapped), "first");
        for (int tag = 0; tag < LineStreams.Most; tag++)
            filter.Run(Events.Of(Usual), $"vpc.{tag}");
        Assert.NotNull(Filters.Bodies(filter.Run(Events.Of(Line), "first")!).Single()["error"]);
        Assert.Equal("10.0.0.1", SourceOf(Filters.Bodies(filter.Run(Events.Of(Line), "new")!).Single()));
    }

    /// <summary>Formats of fourteen columns whose lines pass for the default's when only the words and addresses are looked at.</summary>
    [Theory]
    [InlineData("2 111122223333 eni-0a11b22c 10.0.0.1 10.0.0.2 49152 443 6 8 1200 1700000000 1700000058 ACCEPT OK", true)]
    [InlineData("2 unknown eni-0a11b22c 10.0.0.1 10.0.0.2 49152 443 6 8 1200 1700000000 1700000058 REJECT OK", true)]
    [InlineData("2 111122223333 eni-0a11b22c - - - - - - - 1700000000 1700000058 - NODATA", true)]
    [InlineData("2 111122223333 - 10.0.0.1 10.0.0.2 49152 443 6 8 1200 1700000000 1700000058 ACCEPT OK", true)]
    [InlineData("2 vpc-0a11b22c eni-0a11b22c 10.0.0.1 10.0.0.2 49152 443 6 8 1200 1700000000 1700000058 ACCEPT OK", false)]
    [InlineData("2 111122223333 subnet-0a11b22c 10.0.0.1 10.0.0.2 49152 443 6 8 1200 1700000000 1700000058 ACCEPT OK", false)]
    [InlineData("eni-0a11b22c 111122223333 2 10.0.0.1 10.0.0.2 49152 443 6 8 1200 1700000000 1700000058 ACCEPT OK", false)]
    [InlineData("2 111122223333 eni-0a11b22c 10.0.0.1 10.0.0.2 49152 443 6 1200 8 1700000000 1700000058 ACCEPT OK", false)]
    [InlineData("2 111122223333 eni-0a11b22c 10.0.0.1 10.0.0.2 49152 443 6 8 1200 1700000058 1700000000 ACCEPT OK", false)]
    [InlineData("8 111122223333 eni-0a11b22c 10.0.0.1 10.0.0.2 1700000000 443 6 8 1200 49152 1700000058 ACCEPT OK", false)]
    public void Line_OfATagWithoutHeader_AfterOtherColumnsElsewhere_IsReadOnlyBeyondDoubt(string line, bool isRead)
    {
        using var filter = Filters.Open();
        filter.Run(Events.Of(Swapped), "other");
        Assert.Equal(isRead, Filters.Bodies(filter.Run(Events.Of(line), "new")!).Single()["error"] is null);
        Assert.Equal(isRead ? 0 : 1, filter.Counters.Malformed);
    }

    [Fact]
    public void Line_OfATagWithoutHeader_WhenAllHeadersSayTheUsual_IsReadByItsShape()
    {
        using var filter = Filters.Open();
        filter.Run(Events.Of(Usual), "other");
        Assert.Null(Filters.Bodies(filter.Run(Events.Of(Line.Replace("eni-", "if-", StringComparison.Ordinal)), "new")!).Single()["error"]);
    }

    private static void FilesKeepTheirColumns(string key, params (string, string)[] settings)
    {
        List<string> warnings = [];
        using var filter = Filters.Open(warnings, settings);
        byte[] Of(string file, string text) => Events.Of([0x80], Events.Value(box => box.Map(2).Text(key).Text(file).Text("log").Text(text)));
        byte[] events = [.. Of("/a", Usual), .. Of("/b", Swapped), .. Of("/a", Line), .. Of("/b", Line), .. Of("/c", Line)];
        Assert.Equal(["10.0.0.1", "10.0.0.2", "10.0.0.1"], Filters.Bodies(filter.Run(events)!).Select(SourceOf));
        // A later header of a file is that of the lines after it.
        Assert.Equal(["10.0.0.2"], Filters.Bodies(filter.Run([.. Of("/a", Swapped), .. Of("/a", Line)])!).Select(SourceOf));
        Assert.Empty(warnings);
    }

    private static byte[] Raw(string key, string line) => Events.Of(
        Events.Value(box => box.Map(2).Text("aws.s3.bucket.name").Text("flow-logs").Text("aws.s3.object.key").Text(key)),
        Events.Value(box => box.Map(1).Text("log").Text(line)));

    private static string? SourceOf(JsonObject record) => record["source"]?["ip"]?.GetValue<string>();
}
