// Tests: the tables of settings in the pages are what the code's tables say.
using Sluice.Cli.Options;
using Sluice.Plugin.Filter;
using Sluice.Plugin.Input;

namespace Sluice.Repo.Tests;

public sealed class SettingsTableTests
{
    [Fact]
    public void Readme_ParseOptions_EqualTheTable() =>
        GeneratedPart.Check("README.md", "parse", SettingMarkdown.Head("option") + SettingMarkdown.Lines(ParseSettingTable.Table.All, Option));

    [Fact]
    public void Readme_PullSettings_EqualTheTables() =>
        GeneratedPart.Check("README.md", "settings", SettingMarkdown.Head("setting") + SettingMarkdown.Lines(PullSettingTable.All, Name) + SettingMarkdown.Lines(RunSettingTable.Table.All, Name));

    /// <summary>The page says in words which rows no host has.</summary>
    [Fact]
    public void Readme_RowsOfTheCommandLine_AreThoseItNames() =>
        Assert.Contains($"from `{RunSettingTable.Table.All[0].Name}` on", File.ReadAllText(Testing.Repo.PathOf("README.md")), StringComparison.Ordinal);

    [Fact]
    public void Readme_FilterSettings_EqualTheTable() =>
        GeneratedPart.Check("README.md", "filter", SettingMarkdown.Head("filter setting") + SettingMarkdown.Lines(FilterSettingTable.Table.All, row => $"`{FilterSettings.AsFluentBit(row.Name)}`", [.. FilterSettingTable.DefaultKeys, .. FilterSettingTable.DefaultStreamKeys]));

    [Fact]
    public void FluentBitPage_InputSettings_EqualTheTable() =>
        GeneratedPart.Check("docs/FLUENT-BIT.md", "input", SettingMarkdown.Head("input setting") + SettingMarkdown.Lines(InputSettingTable.Table.All.Where(row => row.Name != "encoding"), Name));

    [Fact]
    public void AbiPage_InputSettings_EqualTheTable() =>
        GeneratedPart.Check("docs/ABI.md", "input", SettingMarkdown.Head("input setting") + SettingMarkdown.Lines(InputSettingTable.Table.All, Name));

    [Fact]
    public void DeliverPage_Settings_EqualTheTable() =>
        GeneratedPart.Check("docs/DELIVER.md", "sinks", SettingMarkdown.Head("setting") + SettingMarkdown.Lines(SinkSettingTable.All, Name));

    [Theory]
    [InlineData("Output mapping: sekoia, sekoia-current", "Output mapping: `sekoia`, `sekoia-current`", "sekoia", "sekoia-current")]
    [InlineData("keep its keeper, drop it; keep", "`keep` its keeper, `drop` it; keep", "keep", "drop")]
    [InlineData("see max_receives, error.message and SLUICE_QUEUE|on", "see `max_receives`, `error.message` and `SLUICE_QUEUE`\\|on")]
    [InlineData("patterns with *, a*b; text or/and x", "patterns with `*`, a*b; text or/and x")]
    public void Markdown_OfHelp_ShowsCodeAsCode(string help, string expected, params string[] words) =>
        Assert.Equal(expected, SettingMarkdown.Marked(help, words));

    private static string Name<T>(Setting<T> row) => $"`{row.Name}`";

    private static string Option<T>(Setting<T> row) => row.Letter.Length > 0 ? $"`-{row.Letter}`, `{row.Option}`" : $"`{row.Option}`";
}
