// Tests: lines that are no record, headers, several streams, settings.
using System.Text;
using Sluice.Plugin.Filter;

namespace Sluice.Plugin.Tests;

public sealed class FilterFateTests
{
    private const string Junk = "GET / HTTP/1.1";
    private const string Header = "srcaddr dstaddr start end action";
    private const string HeaderLine = "10.0.0.1 10.0.0.2 1599665193 1599665488 REJECT";

    [Fact]
    public void Malformed_Keep_BecomesARecordThatSaysSo()
    {
        var record = Filters.Body(Events.Of(Junk), ("On_Malformed", "keep"));
        Assert.Equal(Junk, record["message"]!.GetValue<string>());
        Assert.Equal("pipeline_error", record["event"]!["kind"]!.GetValue<string>());
        Assert.NotEmpty(record["error"]!["message"]!.GetValue<string>());
    }

    [Fact]
    public void Malformed_Drop_LeavesTheOthers()
    {
        using var filter = Filters.Open(("On_Malformed", "drop"));
        byte[] output = filter.Run([.. Events.Of(Junk), .. Events.Of(Events.Line), .. Events.Of(Junk)])!;
        Assert.Single(Filters.Bodies(output));
        Assert.Equal(2, filter.Counters.Malformed);
        Assert.Empty(filter.Run(Events.Of(Junk))!);
    }

    [Fact]
    public void Malformed_Pass_StaysByteForByte()
    {
        using var filter = Filters.Open(("On_Malformed", "pass"));
        Assert.Null(filter.Run([.. Events.Of(Junk), .. Events.Of(Junk)]));
        byte[] output = filter.Run([.. Events.Of(Junk), .. Events.Of(Events.Line), .. Events.Of(Junk)])!;
        byte[] junk = Events.Of(Junk);
        Assert.Equal(junk, output[..junk.Length]);
        Assert.Equal(junk, output[^junk.Length..]);
        Assert.Equal(4, filter.Counters.Malformed);
    }

    // All but the last event of a buffer are read where they lie, the last one from a copy.
    [Theory]
    [InlineData("pass")]
    [InlineData("keep")]
    [InlineData("drop")]
    public void Buffer_WholeOrEventByEvent_BecomesTheSame(string onMalformed)
    {
        string[] texts =
        [
            Events.Line, "", Junk, " ", Events.Line + "\r\n", "{\"srcaddr\":\"10.0.0.1\",\"action\":\"ACCEPT\"}", "\n", "-", "{",
            Events.Line + "\r", Events.Line + "\n" + Events.Line, "2", Events.Line + " x \"y\"", Events.Line[..32], Events.Line[..64],
            Events.Line + "\r\r\n", "\u00e9" + Events.Line, Events.Line,
        ];
        for (int first = 0; first < texts.Length; first++)
        {
            byte[][] events = [.. texts[first..].Concat(texts[..first]).Select(text => Events.Of(text))];
            using var whole = Filters.Open(("On_Malformed", onMalformed));
            using var single = Filters.Open(("On_Malformed", onMalformed));
            byte[] expected = [.. events.SelectMany(one => single.Run(one) ?? one)];
            Assert.Equal(expected, whole.Run([.. events.SelectMany(one => one)]));
            Assert.Equal(single.Counters.Records, whole.Counters.Records);
            Assert.Equal(single.Counters.Malformed, whole.Counters.Malformed);
        }
    }

    [Fact]
    public void Header_OfOneStream_NamesItsColumnsAlone()
    {
        using var filter = Filters.Open();
        Assert.Empty(filter.Run(Events.Of(Header), "a")!);
        Assert.Equal("10.0.0.1", Filters.Bodies(filter.Run(Events.Of(HeaderLine), "a")!).Single()["source"]!["ip"]!.GetValue<string>());
        Assert.Equal("pipeline_error", Filters.Bodies(filter.Run(Events.Of(HeaderLine), "b")!).Single()["event"]!["kind"]!.GetValue<string>());
        Assert.Equal("123", Filters.Bodies(filter.Run(Events.Of(Events.Line), "b")!).Single()["source"]!["port"]!.ToJsonString());
        Assert.Equal(1, filter.Counters.Headers);
    }

    [Fact]
    public void Header_OfThousandStreams_TheLatestAreRemembered()
    {
        using var filter = Filters.Open();
        for (int i = 0; i < 1000; i++)
            filter.Run(Events.Of(Header), $"tag{i}");
        Assert.Equal("10.0.0.2", Filters.Bodies(filter.Run(Events.Of(HeaderLine), "tag999")!).Single()["destination"]!["ip"]!.GetValue<string>());
        Assert.Equal("10.0.0.2", Filters.Bodies(filter.Run(Events.Of(HeaderLine), "tag800")!).Single()["destination"]!["ip"]!.GetValue<string>());
    }

    [Fact]
    public void Fields_Setting_NamesTheColumns()
    {
        var record = Filters.Body(Events.Of(HeaderLine), ("Fields", Header));
        Assert.Equal("reject", record["event"]!["action"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("schema", "foo")]
    [InlineData("reserve_data", "maybe")]
    [InlineData("on_malformed", "fail")]
    [InlineData("data_stream_namespace", "default")]
    [InlineData("fields", "Not A Field")]
    public void Setting_Wrong_IsOneClearLine(string name, string value)
    {
        Assert.False(FilterSettings.TryRead([(name, value)], out _, out string error));
        Assert.StartsWith(name + ": ", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public void DataStreamNamespace_WithEcs_IsInTheRecord()
    {
        var record = Filters.Body(Events.Of(Events.Line), ("Schema", "ecs"), ("Data_Stream_Namespace", "default"));
        Assert.Equal("{\"type\":\"logs\",\"dataset\":\"aws.vpcflow\",\"namespace\":\"default\"}", record["data_stream"]!.ToJsonString());
    }

    [Fact]
    public void Filters_SeveralAtOnce_DoNotMix()
    {
        Parallel.For(0, 8, i =>
        {
            string schema = i % 2 == 0 ? "sekoia" : "ecs";
            using var filter = Filters.Open(("Schema", schema));
            for (int k = 0; k < 500; k++)
            {
                var record = Filters.Bodies(filter.Run(Events.Of(Events.Line))!).Single();
                Assert.Equal(i % 2 == 0, record.ContainsKey("message"));
            }
        });
    }

    [Fact]
    public void Filter_SeveralThreads_EveryEventComesOut()
    {
        using var filter = Filters.Open();
        byte[] events = [.. Enumerable.Repeat(Events.Of(Events.Line), 20).SelectMany(e => e)];
        Parallel.For(0, 400, _ => Assert.Equal(20, Filters.Bodies(filter.Run(events)!).Count));
        Assert.Equal(8000, filter.Counters.Records);
    }

    [Fact]
    public void Chunk_EveryTruncation_PassesItsRest()
    {
        byte[] chunk = [.. Events.Of(Events.Line), .. Events.Of([0x81, 0xa1, 0x61, 0xc4, 1, 9], [0x81, .. Events.Text("log"), .. Events.Text(Junk)])];
        using var filter = Filters.Open(("Reserve_Data", "on"));
        int whole = Events.Of(Events.Line).Length;
        for (int length = 0; length < chunk.Length; length++)
        {
            byte[]? output = filter.Run(chunk[..length]);
            if (length < whole)
                Assert.Null(output);
            else
                Assert.True(output!.AsSpan().EndsWith(chunk.AsSpan(whole, length - whole)), $"cut at {length}");
        }
    }

    [Fact]
    public void Text_WithBrokenUtf8AndNul_StillComesOut()
    {
        byte[] text = [.. Encoding.ASCII.GetBytes("2 1 eni-"), 0xff, 0xfe, 0x00, 0x41];
        byte[] body = [0x81, .. Events.Text("log"), 0xc4, (byte)text.Length, .. text];
        using var filter = Filters.Open();
        var decoded = Testing.EventDecoder.Decode(filter.Run(Events.Of([0x80], body))!).Single();
        Assert.Contains("pipeline_error", decoded.Body, StringComparison.Ordinal);
        Assert.Contains("\uFFFD", decoded.Body, StringComparison.Ordinal);
    }
}
