// Queue: a row of the outcome table as it is seen from outside; none of its three columns can be left out.
namespace Sluice.Pull.Tests;

/// <summary>
/// What the queue holds when the engine has let go of all but <paramref name="Held"/>: messages to be had at once,
/// and hidden ones with the seconds they rest.
/// </summary>
public sealed record Remains(int Visible, int Hidden, int Seconds, int Held = 0)
{
    public static Remains Nothing { get; } = new(0, 0, 0);

    public static Remains AtOnce(int messages) => new(messages, 0, 0);

    public static Remains Resting(int seconds) => new(0, 1, seconds);
}

/// <summary>A counter, with its label as <c>name{label}</c>, and what it must show: so much, or so much at least.</summary>
public sealed record Counted(string Counter, long Value, bool OrMore = false)
{
    public bool Holds(EngineRun run)
    {
        string[] parts = Counter.TrimEnd('}').Split('{');
        long value = run.Count(parts[0], parts.Length > 1 ? parts[1] : null);
        return value == Value || (OrMore && value > Value);
    }
}

/// <summary>A line of the log: its level, words of it and fields of it. Such a line comes once, unless it may come again.</summary>
public sealed record Said(LogLevel Level, string Text, params string[] Fields)
{
    public bool Again { get; init; }

    public static Said OfObject(LogLevel level, string text, string bucket, string key) => new(level, text, $"bucket={bucket}", $"key={key}");

    public bool Matches((LogLevel Level, string Text) line) => line.Level == Level
        && line.Text.Contains(Text, StringComparison.Ordinal)
        && Fields.All(field => $" {line.Text} ".Contains($" {field} ", StringComparison.Ordinal));
}

internal static class Row
{
    /// <summary>Waits for the counters, then looks at queue and log.</summary>
    public static async Task Holds(EngineRun run, string queue, Remains remains, Counted[] counted, params Said[] said)
    {
        Assert.True(counted.Length > 0 && said.Length > 0, "a row without its counter or its words");
        foreach (var counter in counted)
            await run.Until(() => counter.Holds(run), counter.ToString());
        await run.Until(() => run.Count("in_flight_messages") == remains.Held, "let go");
        await run.Until(async () => await Emulator.Shared.Depth(queue) == (remains.Visible, remains.Hidden), $"{remains}", seconds: 5);
        // The clock went on a little since they were hidden.
        Assert.All(await Emulator.Shared.Rests(queue), seconds => Assert.InRange(seconds, remains.Seconds - 5, remains.Seconds));
        foreach (var line in said)
        {
            int times = run.Log.Lines.Count(line.Matches);
            Assert.True(times == 1 || (line.Again && times > 1), $"{times} times: {line.Level} {line.Text} {string.Join(' ', line.Fields)}\n{run.Log}");
        }
        Assert.DoesNotContain("test-secret", run.Log.ToString(), StringComparison.Ordinal);
    }
}
