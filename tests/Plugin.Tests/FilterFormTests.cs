// Tests: every legal form of an event, and what may not change.
using System.Text.Json.Nodes;

namespace Sluice.Plugin.Tests;

public sealed class FilterFormTests
{
    private static readonly byte[] NoMetadata = [0x80];

    public static TheoryData<string, byte[]> Times { get; } = new()
    {
        { "fixext8", Events.Time },
        { "ext8", [0xc7, 0x08, 0x00, .. Events.Time[2..]] },
        { "fixint", [0x05] },
        { "uint32", [0xce, 0x65, 0x53, 0xf1, 0x00] },
        { "uint64", [0xcf, 0, 0, 0, 0, 0x65, 0x53, 0xf1, 0x00] },
        { "float64", [0xcb, 0x41, 0xd9, 0x54, 0xfc, 0x40, 0, 0, 0] },
        { "timestamp32", [0xd6, 0xff, 0x65, 0x53, 0xf1, 0x00] },
    };

    public static TheoryData<string, byte[]> Bodies { get; } = new()
    {
        { "fixmap", [0x81, .. Events.Text("log"), .. Events.Text(Events.Line)] },
        { "map16", [0xde, 0, 1, .. Events.Text("log"), .. Events.Text(Events.Line)] },
        { "map32", [0xdf, 0, 0, 0, 1, .. Events.Text("log"), .. Events.Text(Events.Line)] },
        { "str32", [0x81, .. Events.WideText("log"), .. Events.WideText(Events.Line)] },
        { "bin", [0x81, .. Events.Binary("log"), .. Events.Binary(Events.Line)] },
        { "last of three", [0x83, 0x01, 0x02, .. Events.Text("n"), 0x81, 0xc0, 0x91, 0xc3, .. Events.Text("log"), .. Events.Text(Events.Line)] },
        { "message", [0x81, .. Events.Text("message"), .. Events.Text(Events.Line)] },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Body_AnyForm_BecomesRecord(string form, byte[] body)
    {
        Assert.NotEmpty(form);
        var record = Filters.Body(Events.Of(NoMetadata, body));
        Assert.Equal(Events.Line, record["message"]!.GetValue<string>());
        Assert.Equal("212.83.179.156", record["source"]!["ip"]!.GetValue<string>());
    }

    [Theory]
    [MemberData(nameof(Times))]
    public void Time_AnyForm_BecomesTheRecordsTime(string form, byte[] time)
    {
        Assert.NotEmpty(form);
        byte[] body = [0x81, .. Events.Text("log"), .. Events.Text(Events.Line)];
        byte[] flowTime = [0xd7, 0x00, 0x5f, 0x58, 0xf4, 0x29, 0, 0, 0, 0];
        using var filter = Filters.Open();
        Assert.Equal([0x92, .. flowTime], Filters.Heads(filter.Run([0x92, .. time, .. body])!).Single());
        Assert.Equal([0x92, 0x92, .. flowTime, 0x80], Filters.Heads(filter.Run([0x92, 0x92, .. time, 0x80, .. body])!).Single());
    }

    [Theory]
    [MemberData(nameof(Times))]
    public void Time_RecordWithoutOne_StaysByteForByte(string form, byte[] time)
    {
        Assert.NotEmpty(form);
        byte[] body = [0x81, .. Events.Text("log"), .. Events.Text("no flow log")];
        using var filter = Filters.Open();
        Assert.Equal([0x92, .. time], Filters.Heads(filter.Run([0x92, .. time, .. body])!).Single());
        Assert.Equal([0x92, 0x92, .. time, 0x81, 0xa1, 0x61, 0x01],
            Filters.Heads(filter.Run([0x92, 0x92, .. time, 0x81, 0xa1, 0x61, 0x01, .. body])!).Single());
    }

    [Fact]
    public void Metadata_OfAnyForm_StaysByteForByte()
    {
        byte[] metadata = Events.Value(box => box.Map(3).Text("a").Extension(7, [1, 2, 3]).Text("b").Array(2).Nil().Float(1.5)
            .Text("c").Raw([0xdf, 0, 0, 0, 1, 0xc4, 1, 9, 0xd3, 0, 0, 0, 0, 0, 0, 0, 1]));
        using var filter = Filters.Open();
        byte[] output = filter.Run(Events.Of(metadata, [0x81, .. Events.Text("log"), .. Events.Text(Events.Line)]))!;
        Assert.Equal(metadata, Filters.Heads(output).Single()[12..]);
    }

    [Fact]
    public void Head_ArraysLongerThanNeeded_AreAccepted()
    {
        byte[] body = [0x81, .. Events.Text("log"), .. Events.Text(Events.Line)];
        byte[] head = [0xdd, 0, 0, 0, 2, 0xdc, 0, 2];
        using var filter = Filters.Open();
        byte[] output = filter.Run([.. head, .. Events.Time, 0xde, 0, 0, .. body])!;
        Assert.Equal(head, output[..8]);
        Assert.Single(Filters.Bodies(output));
    }

    [Fact]
    public void Event_WithoutAText_PassesUntouched()
    {
        byte[] other = Events.Of(NoMetadata, Events.Value(box => box.Map(2).Text("log").Number(7).Text("message").Nil()));
        byte[] group = [0x92, 0x92, 0xd7, 0x00, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0x81, 0xa1, 0x61, 0x01, 0x80];
        using var filter = Filters.Open();
        Assert.Null(filter.Run([.. other, .. group]));
        Assert.Equal(2, filter.Counters.Passed);
        byte[] mixed = filter.Run([.. other, .. Events.Of(Events.Line), .. group])!;
        Assert.Equal(other, mixed[..other.Length]);
        Assert.Equal(group, mixed[^group.Length..]);
    }

    [Fact]
    public void Buffer_EndingInNoEvent_PassesItsRest()
    {
        byte[] rest = [0x92, 0xc1, 0x01, 0x02];
        using var filter = Filters.Open();
        byte[] output = filter.Run([.. Events.Of(Events.Line), .. rest])!;
        Assert.Equal(rest, output[^rest.Length..]);
        Assert.Equal(1, filter.Counters.Unreadable);
        Assert.Equal(1, filter.Counters.Records);
    }

    [Fact]
    public void ReserveData_OtherKeys_StayByteForByte()
    {
        byte[] pairs = [.. Events.Text("host"), .. Events.WideText("h1"), .. Events.Text("n"), 0xdf, 0, 0, 0, 1, 0x01, 0xc7, 1, 5, 9];
        byte[] body = [0x83, .. pairs[..(5 + 7)], .. Events.Text("log"), .. Events.Text(Events.Line), .. pairs[12..]];
        using var filter = Filters.Open(("Reserve_Data", "On"));
        byte[] output = filter.Run(Events.Of(NoMetadata, body))!;
        Assert.Equal(pairs, output[^pairs.Length..]);
    }

    [Fact]
    public void ReserveData_MoreKeysThanASmallMapHolds_WidensTheMap()
    {
        const int Keys = 70_000;
        byte[] body = Events.Value(box =>
        {
            box.Map(Keys + 1);
            for (int i = 0; i < Keys; i++)
                box.Text($"k{i}").Number(i);
            box.Text("log").Text(Events.Line);
        });
        foreach (int count in (int[])[3, 4, 5, 200, Keys])
        {
            byte[] some = Events.Value(box =>
            {
                box.Map(count + 1).Text("log").Text(Events.Line);
                for (int i = 0; i < count; i++)
                    box.Text($"k{i}").Number(i);
            });
            var record = Filters.Body(Events.Of(NoMetadata, some), ("Reserve_Data", "On"));
            Assert.Equal(11 + count, record.Count);
            Assert.Equal(count - 1, record[$"k{count - 1}"]!.GetValue<int>());
        }

        Assert.Equal(11 + Keys, Filters.Body(Events.Of(NoMetadata, body), ("Reserve_Data", "On")).Count);
    }

    [Fact]
    public void ReserveData_KeyOfTheRecord_IsNotWrittenTwice()
    {
        byte[] body = Events.Value(box => box.Map(3).Text("source").Text("tail").Text("log").Text(Events.Line).Text("x").Number(1));
        var record = Filters.Body(Events.Of(NoMetadata, body), ("Reserve_Data", "On"), ("Preserve_Key", "On"));
        Assert.IsType<JsonObject>(record["source"]);
        Assert.Equal(Events.Line, record["log"]!.GetValue<string>());
        Assert.Equal(1, record["x"]!.GetValue<int>());
    }

    [Fact]
    public void PreserveKey_WithoutReserveData_KeepsTheLineAlone()
    {
        byte[] body = Events.Value(box => box.Map(2).Text("x").Number(1).Text("log").Text(Events.Line));
        var record = Filters.Body(Events.Of(NoMetadata, body), ("Preserve_Key", "true"));
        Assert.Equal(Events.Line, record["log"]!.GetValue<string>());
        Assert.False(record.ContainsKey("x"));
    }

    [Fact]
    public void KeyName_GivenKey_IsTheOnlyOneRead()
    {
        byte[] body = Events.Value(box => box.Map(2).Text("log").Text("nothing").Text("flow").Text(Events.Line));
        Assert.Equal(Events.Line, Filters.Body(Events.Of(NoMetadata, body), ("Key_Name", "flow"))["message"]!.GetValue<string>());
        using var filter = Filters.Open(("Key_Name", "other"));
        Assert.Null(filter.Run(Events.Of(NoMetadata, body)));
    }

    [Fact]
    public void KeyName_LogAndMessage_LogWins()
    {
        byte[] body = Events.Value(box => box.Map(2).Text("message").Text("nothing").Text("log").Text(Events.Line));
        Assert.Equal(Events.Line, Filters.Body(Events.Of(NoMetadata, body))["message"]!.GetValue<string>());
    }
}
