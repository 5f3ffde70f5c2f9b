// Tests: the table of delivery settings is what the code's table says.
using System.Globalization;
using System.Text;
using Sluice.Deliver;
using Sluice.Pull;

namespace Sluice.Repo.Tests;

public sealed class SinkTableTests
{
    private const string Begin = "<!-- sinks -->\n";
    private const string End = "<!-- /sinks -->";

    [Fact]
    public void DeliverPage_Settings_EqualTheTable()
    {
        string path = Testing.Repo.PathOf("docs", "DELIVER.md");
        string page = File.ReadAllText(path);
        int from = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int to = page.IndexOf(End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("SLUICE_WRITE_DOCS") == "1")
        {
            page = page[..from] + Table() + page[to..];
            File.WriteAllText(path, page);
            to = page.IndexOf(End, StringComparison.Ordinal);
        }

        Assert.True(page[from..to] == Table(), "docs/DELIVER.md is behind SinkSettingTable: run 'make docs'");
    }

    private static string Table()
    {
        var table = new StringBuilder("| setting | meaning | default |\n|---|---|---|\n");
        foreach (Setting<SinkSettings> row in SinkSettingTable.All)
            table.Append(CultureInfo.InvariantCulture, $"| `{row.Name}` | {row.Help} | {row.Default} |\n");
        return table.ToString();
    }
}
