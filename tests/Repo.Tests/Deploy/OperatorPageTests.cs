// Tests: what the pages for operators name is there: tests, settings, options, commands.
using System.Text.RegularExpressions;
using Sluice.Cli.Options;

namespace Sluice.Repo.Tests;

public sealed class OperatorPageTests
{
    [Fact]
    public void Guarantees_EachRow_NamesATestThatExists()
    {
        string[] rows = [.. Lines("GUARANTEES.md").SkipWhile(line => !line.StartsWith("| what happens", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'))];
        Assert.True(rows.Length > 15);
        string[] sources = [.. Directory.GetFiles(Testing.Repo.PathOf("tests"), "*.cs", SearchOption.AllDirectories)];
        foreach (string row in rows)
        {
            var name = Regex.Match(row, @"`(\w+)\.(\w+)` \|$");
            Assert.True(name.Success, row);
            Assert.True(sources.Where(file => Path.GetFileName(file).StartsWith(name.Groups[1].Value, StringComparison.Ordinal)).Any(file => Regex.IsMatch(File.ReadAllText(file), $@"(void|Task) {name.Groups[2].Value}\(")), $"there is no test {name.Groups[1].Value}.{name.Groups[2].Value}");
        }
    }

    [Fact]
    public void Migrate_SluicesColumn_NamesSettingsThatExist()
    {
        int named = 0;
        foreach (string row in Lines("MIGRATE.md").Where(line => line.StartsWith("| `", StringComparison.Ordinal) || line.Contains("key |", StringComparison.Ordinal)))
        {
            foreach (Match word in Regex.Matches(row.Split('|')[2], "`([a-z_]+)`"))
            {
                Assert.True(DefaultOf(word.Groups[1].Value) is not null, $"{word.Groups[1].Value} is no setting: {row}");
                named++;
            }
            // A value beside a name is what Sluice does unless told otherwise.
            foreach (Match pair in Regex.Matches(row.Split('|')[2], "`([a-z_]+)` ([0-9]+[a-z]?)"))
                Assert.Equal(DefaultOf(pair.Groups[1].Value), pair.Groups[2].Value);
        }
        Assert.True(named > 30);
    }

    [Fact]
    public void Pages_ADefaultThatTheyName_IsTheRows()
    {
        int named = 0;
        foreach (string page in Directory.GetFiles(Testing.Repo.PathOf("docs"), "*.md"))
        {
            foreach (Match pair in Regex.Matches(File.ReadAllText(page), @"`([a-z_]+)` (\S+) \(the default\)"))
            {
                Assert.True(DefaultOf(pair.Groups[1].Value) == pair.Groups[2].Value, $"{page}: {pair.Value}");
                named++;
            }
        }
        Assert.True(named > 0);
    }

    [Theory]
    [InlineData("GUARANTEES.md")]
    [InlineData("MIGRATE.md")]
    [InlineData("DEPLOY.md")]
    [InlineData("METRICS.md")]
    [InlineData("TROUBLESHOOTING.md")]
    public void Page_Commands_AreSluices(string page)
    {
        string help = string.Join('\n', Testing.Run.Sluice("--help").Lines);
        foreach (Match command in Regex.Matches(string.Join('\n', Lines(page)), @"`sluice ([a-z-]+)"))
            Assert.Matches($@"\n  {command.Groups[1].Value}\b", help);
    }

    /// <summary>The default of a setting of the engine or of the command line; null when there is no such setting.</summary>
    private static string? DefaultOf(string name) => PullSettingTable.Find(name)?.Default ?? RunSettingTable.Table.Find(name)?.Default;

    private static string[] Lines(string page) => File.ReadAllLines(Testing.Repo.PathOf("docs", page));
}
