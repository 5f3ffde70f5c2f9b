// Tests: the README's table of pull settings is what the code's table says.
using System.Globalization;
using System.Text;
using Sluice.Pull;

namespace Sluice.Repo.Tests;

public sealed class SettingsTableTests
{
    private const string Begin = "<!-- settings -->\n";
    private const string End = "<!-- /settings -->";

    [Fact]
    public void Readme_PullSettings_EqualTheTable()
    {
        string path = Testing.Repo.PathOf("README.md");
        string readme = File.ReadAllText(path);
        int from = readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int to = readme.IndexOf(End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("SLUICE_WRITE_DOCS") == "1")
        {
            readme = readme[..from] + Table() + readme[to..];
            File.WriteAllText(path, readme);
            to = readme.IndexOf(End, StringComparison.Ordinal);
        }

        Assert.True(readme[from..to] == Table(), "README.md is behind PullSettingTable: run 'make docs'");
    }

    private static string Table()
    {
        var table = new StringBuilder("| setting | meaning | default |\n|---|---|---|\n");
        foreach (Setting<PullSettings> row in PullSettingTable.All)
            table.Append(CultureInfo.InvariantCulture, $"| `{row.Name}` | {row.Help} | {row.Default} |\n");
        return table.ToString();
    }
}
