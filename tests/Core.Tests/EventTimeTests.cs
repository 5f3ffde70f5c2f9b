// Tests: the time of a record, in its text and in the event around it.
using System.Text;

namespace Sluice.Core.Tests;

public sealed class EventTimeTests
{
    private const long Given = 1_234_567_890;

    [Theory]
    [InlineData("ecs", "1700000000 1700000058", 1_700_000_058)]
    [InlineData("ecs", "1700000000 -", 1_700_000_000)]
    [InlineData("ecs", "- 1700000058", 1_700_000_058)]
    [InlineData("ecs", "0 0", 0)]
    [InlineData("ecs", "1700000000 4294967295", uint.MaxValue)]
    [InlineData("ecs", "1700000000000 1700000058000", 1_700_000_058)]
    [InlineData("sekoia", "1700000000 1700000058", 1_700_000_000)]
    [InlineData("sekoia", "- 1700000058", 1_700_000_058)]
    [InlineData("sekoia-current", "1700000000 1700000058", 1_700_000_000)]
    public void Event_OfARecord_HasTheTimeOfItsTimestamp(string schema, string times, long seconds)
    {
        (long time, string body, long last) = Event(schema, times, Given);
        Assert.Equal(seconds, time);
        Assert.Equal(seconds, last);
        Assert.Contains($"\"@timestamp\":\"{DateTime.UnixEpoch.AddSeconds(seconds):yyyy-MM-ddTHH:mm:ss}Z\"", body, StringComparison.Ordinal);
    }

    /// <summary>The event's seconds are 32 bits; the text has the year whatever it is.</summary>
    [Theory]
    [InlineData("4294967296")]
    [InlineData("4294967297")]
    [InlineData("253402300799")]
    [InlineData("9999999999999")]
    public void Event_PastItsRange_HasTheTimeGiven(string end)
    {
        foreach (string schema in SchemaName.All)
        {
            (long time, string body, _) = Event(schema, $"{end} {end}", Given);
            Assert.Equal(Given, time);
            if (schema == "aws")
                continue; // its times are AWS's numbers
            long seconds = end.Length == 13 ? long.Parse(end, null) / 1000 : long.Parse(end, null);
            Assert.Contains($"{DateTime.UnixEpoch.AddSeconds(seconds):yyyy-MM-ddTHH:mm:ss}Z", body, StringComparison.Ordinal);
        }
    }

    /// <summary>The time given is that of a message, which may say anything.</summary>
    [Theory]
    [InlineData("- -", 253_402_300_799, uint.MaxValue)]
    [InlineData("- -", -62_135_596_800, 0)]
    [InlineData("never never", 253_402_300_799, uint.MaxValue)]
    public void Event_WithATimeGivenPastItsRange_HasTheNearest(string times, long given, long expected)
    {
        foreach (string schema in SchemaName.All)
            Assert.Equal(expected, Event(schema, times, given).Time);
    }

    private static (long Time, string Body, long Last) Event(string schema, string times, long given)
    {
        Assert.True(SchemaName.TryParse(schema, out Schema parsed));
        using var parser = new FlowParser(new ParseOptions { Schema = parsed, Encoding = OutputEncoding.MsgPack }) { TimeWhenAbsent = given };
        using var batch = new Batch();
        parser.Parse(Encoding.UTF8.GetBytes($"srcaddr dstaddr start end\n10.0.0.1 10.0.0.2 {times}\n"), endOfInput: true, batch);
        EventDecoder.DecodedEvent record = EventDecoder.Decode(batch.Bytes.ToArray()).Single();
        return (record.Seconds, record.Body, parser.LastTime);
    }
}
