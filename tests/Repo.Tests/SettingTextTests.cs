// Tests: what is said of a setting stands once, and is true.
using System.Collections;
using Sluice.Cli.Options;
using Sluice.Plugin.Filter;
using Sluice.Plugin.Input;
using Sluice.Repo.Tests.Tree;

namespace Sluice.Repo.Tests;

public sealed class SettingTextTests
{
    /// <summary>Lists that the code puts into a help text.</summary>
    private static readonly string[] PutIn = [SchemaName.List, RecordRows.ColumnForms];

    [Fact]
    public void Help_InTheCode_StandsOnce()
    {
        SourceFile[] files = SourceFile.All();
        string[] helps = [.. Rows().Select(row => row.Help).Distinct()];
        Assert.True(helps.Length > 60);
        foreach (string help in helps)
        {
            string text = PutIn.Select(list => help.IndexOf(list, StringComparison.Ordinal)).Where(at => at >= 0).Append(-1).First() is >= 0 and int put ? $"\"{help[..put]}" : $"\"{help}\"";
            Assert.True(files.Sum(f => f.Text.Split(text).Length - 1) == 1, text);
        }
    }

    /// <summary>What two front ends have under one name is one row, but for what becomes of a malformed line and for what is quiet.</summary>
    [Fact]
    public void Row_OfSeveralTables_SaysTheSame()
    {
        string[] differing = [.. Rows().GroupBy(row => row.Name).Where(rows => rows.Select(row => (row.Help, row.Default)).Distinct().Count() > 1).Select(rows => rows.Key)];
        Assert.Equal(["on_malformed", "quiet"], differing.Order(StringComparer.Ordinal));
    }

    /// <summary>Tables that one command or one host reads have no name, alias or letter twice.</summary>
    [Fact]
    public void Names_OfTablesReadTogether_AreDifferent()
    {
        AssertDifferent(Spellings(PullSettingTable.All), Spellings(SinkSettingTable.All), Spellings(RunSettingTable.Table.All));
        AssertDifferent(Spellings(PullSettingTable.All), Spellings(InputSettingTable.Table.All));
        AssertDifferent(Spellings(ParseSettingTable.Table.All));
        AssertDifferent(Spellings(FilterSettingTable.Table.All));
    }

    /// <summary>A default is read by the row that shows it, or says in words what happens.</summary>
    [Fact]
    public void Default_OfEachRow_IsAcceptedAndIsTheDefault()
    {
        AssertDefaults(PullSettingTable.All, () => new PullSettings());
        AssertDefaults(SinkSettingTable.All, () => new SinkSettings());
        AssertDefaults(RunSettingTable.Table.All, () => new RunSettings());
        AssertDefaults(ParseSettingTable.Table.All, () => new ParseSettings());
        AssertDefaults(InputSettingTable.Table.All, () => InputSettings.Read([]));
        AssertDefaults(FilterSettingTable.Table.All, () => FilterSettings.TryRead([], out var settings, out _) ? settings : throw new InvalidOperationException());
    }

    /// <summary>A word that help lists is one that the row takes, and the row's words are all listed.</summary>
    [Fact]
    public void Words_OfEachRow_AreInItsHelp()
    {
        foreach (var (name, help, words) in Rows().Select(row => (row.Name, row.Help, row.Words)))
            Assert.All(words, word => Assert.True(SettingMarkdown.Marked(help, [word]).Contains($"`{word}`", StringComparison.Ordinal), $"{name}: {word}"));
    }

    [Theory]
    [InlineData("schema", "elastic", "schema: unknown schema 'elastic' (expected SCHEMAS)")]
    [InlineData("emit", "all", "emit: unknown value 'all' (expected ecs, raw or intake)")]
    [InlineData("on-malformed", "skip", "on-malformed: unknown value 'skip' (expected keep, drop or fail)")]
    [InlineData("drain", "maybe", "drain: unknown value 'maybe' (expected on or off)")]
    [InlineData("schema", "e\u001b[2J", "schema: unknown schema 'e\\x1b[2J' (expected SCHEMAS)")]
    public void Word_Unknown_IsToldWithWhatIsExpected(string name, string value, string expected)
    {
        Assert.False(new PullSettings().TrySet(name, value, out string error));
        Assert.Equal(expected.Replace("SCHEMAS", RecordChoices.Schemas.List, StringComparison.Ordinal), error);
    }

    private static IEnumerable<(string Name, string Help, string Default, IReadOnlyList<string> Words)> Rows() =>
    [
        .. Plain(PullSettingTable.All), .. Plain(SinkSettingTable.All), .. Plain(RunSettingTable.Table.All), .. Plain(ParseSettingTable.Table.All),
        .. Plain(InputSettingTable.Table.All), .. Plain(FilterSettingTable.Table.All),
    ];

    private static IEnumerable<(string, string, string, IReadOnlyList<string>)> Plain<T>(IEnumerable<Setting<T>> rows) => rows.Select(row => (row.Name, row.Help, row.Default, row.Words));

    private static IEnumerable<string> Spellings<T>(IEnumerable<Setting<T>> rows) => rows.SelectMany(row => row.Aliases.Append(row.Name).Concat(row.Letter.Length > 0 ? ["-" + row.Letter] : []));

    private static void AssertDifferent(params IEnumerable<string>[] tables)
    {
        string[] all = [.. tables.SelectMany(names => names)];
        Assert.Equal(all.Distinct().Order(StringComparer.Ordinal), all.Order(StringComparer.Ordinal));
    }

    private static void AssertDefaults<T>(IEnumerable<Setting<T>> rows, Func<T> make)
        where T : notnull
    {
        foreach (var row in rows.Where(row => !row.IsDescribed && row.Default.Length > 0))
        {
            T settings = make();
            Assert.Null(row.Apply(settings, row.Default));
            Assert.Equal(Shown(make()), Shown(settings));
        }
    }

    /// <summary>Every property of settings, as text.</summary>
    private static string Shown(object settings) => string.Join('\n', settings.GetType().GetProperties().Where(property => property.GetMethod is { IsStatic: false } && property.GetIndexParameters().Length == 0)
        .Select(property => $"{property.Name}={(property.GetValue(settings) is IEnumerable list and not string ? string.Join(',', list.Cast<object>().Select(one => one is byte[] bytes ? Convert.ToHexString(bytes) : one)) : property.GetValue(settings))}"));
}
