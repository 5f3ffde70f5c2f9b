// Tests: an event whose text wraps lines gives the events of the bare lines.
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Plugin.Tests;

public class FilterUnwrapTests
{
    private const string Line = "2 111122223333 eni-0a11b22c 10.0.0.1 10.0.0.2 49152 443 6 8 1200 1700000000 1700000058 ACCEPT OK";
    private const string Control = """{"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logEvents":[{"id":"","timestamp":1,"message":"CWL CONTROL MESSAGE"}]}""";

    private static string Envelope(params string[] lines) =>
        $$"""{"messageType":"DATA_MESSAGE","owner":"111122223333","logGroup":"flow","logStream":"eni-all","logEvents":[{{string.Join(',', lines.Select(line => $$"""{"id":"0","timestamp":1,"message":{{JsonSerializer.Serialize(line)}} }"""))}}]}""";

    public static TheoryData<string, int> Wrappings() => new()
    {
        { $$"""{"message":{{JsonSerializer.Serialize(Line)}}}""", 1 },
        { $$"""{"log":{{JsonSerializer.Serialize(Line + "\n")}},"stream":"stdout"}""" + "\n", 1 },
        { "2023-11-14T22:14:20.000Z " + Line, 1 },
        { Envelope(Line), 1 },
        { Envelope(Line, Line, Line), 3 },
        { Envelope(Line, Line) + Envelope(Line), 3 },
        { $"[{Envelope(Line)},{Envelope(Line)}]", 2 },
        { $"{Line}\n{Line}\n", 2 },
    };

    [Theory]
    [MemberData(nameof(Wrappings))]
    public void Filter_TextThatWrapsLines_GivesTheBareLinesEvents(string text, int count)
    {
        JsonObject bare = Filters.Body(Events.Of(Line), ("schema", "sekoia"));
        using var filter = Filters.Open(("schema", "sekoia"));
        byte[] output = filter.Run([.. Events.Of(Line), .. Events.Of(text), .. Events.Of(Line)])!;
        Assert.Equal(Enumerable.Repeat(bare.ToJsonString(), count + 2), Filters.Bodies(output).Select(body => body.ToJsonString()));
        Assert.Equal(count + 2, filter.Counters.Records);
        // Each has the event's head, with the record's own time.
        Assert.Single(Filters.Heads(output).Select(Convert.ToHexString).Distinct());
    }

    [Fact]
    public void Filter_ControlMessage_IsTakenOut()
    {
        using var filter = Filters.Open();
        byte[] output = filter.Run([.. Events.Of(Control), .. Events.Of(Line)])!;
        Assert.Single(Filters.Bodies(output));
        Assert.Equal((1, 1), (filter.Counters.Controls, filter.Counters.Records));
    }

    [Theory]
    [InlineData("keep", 3)]
    [InlineData("drop", 2)]
    public void Filter_EnvelopeWithALineThatIsNone_KeepsOrDropsThatLine(string fate, int events)
    {
        using var filter = Filters.Open(("on_malformed", fate));
        byte[] output = filter.Run(Events.Of(Envelope(Line, "hello", Line)))!;
        var bodies = Filters.Bodies(output);
        Assert.Equal(events, bodies.Count);
        Assert.Equal(fate == "keep" ? 1 : 0, bodies.Count(body => body["message"]!.GetValue<string>() == "hello"));
    }

    [Fact]
    public void Filter_EnvelopeWithALineThatIsNone_PassesWholeWhereLinesPass()
    {
        using var filter = Filters.Open(("on_malformed", "pass"));
        Assert.Null(filter.Run(Events.Of(Envelope(Line, "hello"))));
    }

    [Theory]
    [InlineData("""{"action":"login","user":"bob"}""")]
    [InlineData("start")]
    public void Filter_TextThatNamesNoFlowRecord_ChangesNoColumns(string text)
    {
        using var filter = Filters.Open(("schema", "sekoia"));
        var bodies = Filters.Bodies(filter.Run([.. Events.Of(Line), .. Events.Of(text), .. Events.Of(Line)])!);
        Assert.Equal("pipeline_error", bodies[1]["event"]!["kind"]!.GetValue<string>());
        Assert.Equal(bodies[0].ToJsonString(), bodies[2].ToJsonString());
    }
}
