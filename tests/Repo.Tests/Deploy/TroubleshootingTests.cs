// Tests: every line that Sluice may log, and every reason of an object or a line, has its entry in the troubleshooting page.
using System.Reflection;
using System.Text.RegularExpressions;
using Sluice.Pull;

namespace Sluice.Repo.Tests;

public sealed partial class TroubleshootingTests
{
    private static readonly string Page = File.ReadAllText(Testing.Repo.PathOf("docs", "TROUBLESHOOTING.md"));

    private static IEnumerable<string> Sources(string folder, string pattern) => Directory.GetFiles(Testing.Repo.PathOf(folder), pattern, SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText);

    [Fact]
    public void LogLines_EachEvent_HasARowWithItsText()
    {
        (string Name, string Text)[] events = [.. Sources("src", "*.cs").SelectMany(text => Event().Matches(text)).Select(match => (match.Groups[1].Value + match.Groups[2].Value, match.Groups[3].Value))];
        var rows = Rows("Log lines").SelectMany(row => Quoted().Matches(row.Split('|')[1]).Select(match => (Name: match.Groups[1].Value, Row: row)))
            // The lines of objects are named by their outcome, which has a table of its own.
            .Where(row => row.Name is not ("object_delivered" or "object_")).ToDictionary(row => row.Name, row => row.Row);
        Assert.Equal(events.Select(one => one.Name).Distinct().Order(StringComparer.Ordinal), rows.Keys.Order(StringComparer.Ordinal));
        int texts = 0;
        foreach (var (name, text) in events)
        {
            string words = Hole().Split(text).MaxBy(part => part.Length)!.Trim(' ', ':', ';', '(', ')');
            if (words.Length < 12)
                continue; // the line is another's answer
            texts++;
            Assert.Contains(words, rows[name], StringComparison.Ordinal);
        }
        Assert.True(texts > 25, $"{texts} texts");
    }

    [Fact]
    public void Outcomes_EachThatKeepsAMessage_HasARow()
    {
        // By reflection: the table is the engine's own.
        Type outcome = typeof(PullEngine).Assembly.GetTypes().Single(type => type.Name == "Outcome");
        MethodInfo label = typeof(PullEngine).Assembly.GetTypes().Single(type => type.Name == "Outcomes").GetMethod("Label")!;
        string[] labels = [.. Enum.GetValues(outcome).Cast<object>().Select(value => (string)label.Invoke(null, [value])!).Where(name => name is not ("delivered" or "nothing_to_do"))];
        Assert.Equal(labels, Rows("Outcomes of objects").Select(row => Quoted().Match(row).Groups[1].Value));
    }

    [Fact]
    public void MalformedLines_EachReason_HasARow()
    {
        string source = Sources("src/Core", "Fault.cs").Single();
        string rows = string.Join('\n', Rows("Malformed lines"));
        string[] reasons = [.. ReasonText().Matches(source).Select(match => match.Groups[1].Value).Select(text => text.Split('{', '}', '(', ',').MaxBy(part => part.Length)!.Trim(' ', ',', ':')).Where(text => text.Length > 8)];
        Assert.True(reasons.Length > 15, string.Join('\n', reasons));
        Assert.All(reasons, reason => Assert.Contains(reason, rows, StringComparison.Ordinal));
    }

    [Fact]
    public void FluentBit_EachWarningAndError_HasARow()
    {
        string rows = string.Join('\n', Rows("In Fluent Bit"));
        string[] lines = [.. Sources("native/fluentbit", "*.c").SelectMany(text => HostLine().Matches(text))
            .Select(match => FormatSpecifier().Split(match.Groups[1].Value).MaxBy(part => part.Length)!.Split(';', '(').MaxBy(part => part.Length)!.Trim(' ', ':', '\''))];
        Assert.True(lines.Length > 6, string.Join('\n', lines));
        Assert.All(lines, line => Assert.Contains(line, rows, StringComparison.Ordinal));
    }

    /// <summary>What a person is told by an exception, and what such an exception is given by another file.</summary>
    [Fact]
    public void Errors_EachText_HasARow()
    {
        string[] explained = ["SettingValue.cs", "UnknownSetting.cs", "SettingVariables.cs", "QueueFaults.cs", "ObjectFormats.cs", "HttpExchange.cs"];
        (string File, string Text)[] texts = [.. Directory.GetFiles(Testing.Repo.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => (explained.Contains(Path.GetFileName(file)) ? Answer() : Thrown()).Matches(File.ReadAllText(file))
                .Select(match => (Path.GetFileName(file), Hole().Split(match.Groups[1].Value.Replace("\\\"", "\"", StringComparison.Ordinal)).MaxBy(part => part.Length)!.Trim(' ', ':', ';', '(', ')', '"'))))
            // A number that no word stands for is a programmer's mistake.
            .Where(text => text.Item2.Length >= 8 && !text.Item2.EndsWith("unknown value", StringComparison.Ordinal))];
        Assert.True(texts.Length > 140, $"{texts.Length} texts");
        Assert.Equal([], texts.Where(text => !Page.Contains(text.Text, StringComparison.Ordinal)));
    }

    [Fact]
    public void ExitCodes_Each_HasARow() => Assert.Equal(
        ExitCodeValue().Matches(Sources("src/Cli", "ExitCode.cs").Single()).Select(match => match.Groups[1].Value),
        Rows("Exit codes").Select(row => row.Split('|')[1].Trim()));

    private static IEnumerable<string> Rows(string chapter) => Page.Split($"\n## {chapter}\n")[1].Split("\n## ")[0]
        .Split('\n').Where(line => line.StartsWith('|')).Skip(2);

    // The name, and the text up to its end or to a text within it.
    [GeneratedRegex("(?:(?:Level\\.\\w+, |(?:times|count|_) => )new\\(\\s*\"([a-z]+(?:_[a-z]+)*)\"|Tell\\((?:once|LogLevel\\.\\w+), \"([a-z]+(?:_[a-z]+)*)\"),\\s*(?:\\$?\"([^\"]*)\")?")]
    private static partial Regex Event();

    [GeneratedRegex("\\{[^}]*(?:\\}|$)")]
    private static partial Regex Hole();

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex("(?:TryWrite\\(\\w+, |=> )\\$?\"([^\"\\\\\\n]{8,})\"")]
    private static partial Regex ReasonText();

    // Exceptions whose text a person reads, up to the text's end or to a text within it. A notification's reasons stand in its line.
    [GeneratedRegex("new (?!InvalidOp|ArgumentNull|ArgumentOut|NotSupported|ObjectDisposed|EndOfStream|NotANotice)\\w+Exception\\([^\";]*\"((?:[^\"\\\\\\n]|\\\\.)*)\"")]
    private static partial Regex Thrown();

    [GeneratedRegex("(?:=>|return|\\?|:|=|,) (?:Scrub\\()?\\$?\"((?:[^\"\\\\\\n]|\\\\.)* (?:[^\"\\\\\\n]|\\\\.)*)\"")]
    private static partial Regex Answer();

    // The first piece of a message; C joins the others to it.
    [GeneratedRegex("host_log\\([^;]*?SLUICE_(?:WARN|ERROR),\\s*\"([^\"]+)\"")]
    private static partial Regex HostLine();

    [GeneratedRegex("%[a-z]+")]
    private static partial Regex FormatSpecifier();

    [GeneratedRegex("const int \\w+ = (\\d+);")]
    private static partial Regex ExitCodeValue();
}
