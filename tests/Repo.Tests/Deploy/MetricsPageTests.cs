// Tests: docs/METRICS.md is what a scrape of a real run says, with what to do beside each.
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Repo.Tests;

public sealed class MetricsPageTests
{
    private const string Begin = "<!-- metrics -->\n", End = "<!-- /metrics -->";

    [Fact]
    public async Task MetricsPage_Generated_EqualsTheFile()
    {
        string path = Testing.Repo.PathOf("docs", "METRICS.md"), page = await File.ReadAllTextAsync(path);
        int from = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, to = page.IndexOf(End, StringComparison.Ordinal);
        string table = Table(await MonitoringTests.Scrape(), Advice(page[from..to]));
        if (Environment.GetEnvironmentVariable("SLUICE_WRITE_DOCS") == "1")
            await File.WriteAllTextAsync(path, page[..from] + table + page[to..]);
        else
            Assert.True(page[from..to] == table, "docs/METRICS.md is behind the counters: run 'make docs', and say what to do about a new one");
        Assert.DoesNotContain("| ? |", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_Names_FollowPrometheus()
    {
        foreach (Match type in Regex.Matches(await MonitoringTests.Scrape(), @"^# TYPE (sluice_\w+) (\w+)$", RegexOptions.Multiline))
        {
            string name = type.Groups[1].Value;
            Assert.Matches("^sluice_[a-z]+(_[a-z]+)*$", name);
            Assert.Equal(type.Groups[2].Value == "counter", name.EndsWith("_total", StringComparison.Ordinal));
        }
    }

    // The last column is written by hand, and kept by the name of the metric.
    private static Dictionary<string, string> Advice(string table) => Regex.Matches(table, @"^\| `(sluice_\w+)` \|.*\| ([^|]*) \|$", RegexOptions.Multiline)
        .ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value);

    private static string Table(string scrape, Dictionary<string, string> advice)
    {
        var table = new StringBuilder("| metric | kind | unit | label | counts | what to do |\n|---|---|---|---|---|---|\n");
        foreach (Match metric in Regex.Matches(scrape, @"^# HELP (sluice_\w+) (.*)\n# TYPE \w+ (\w+)\n((?:sluice_.*\n)+)", RegexOptions.Multiline))
        {
            string name = metric.Groups[1].Value;
            var labels = Regex.Matches(metric.Groups[4].Value, @"\{(\w+)=""([^""]*)""\}").ToList();
            string label = labels.Count == 0 ? "" : $"`{labels[0].Groups[1].Value}`: {string.Join(", ", labels.Select(one => one.Groups[2].Value))}";
            string unit = Regex.IsMatch(name, "_seconds(_|$)") ? "seconds" : Regex.IsMatch(name, "_bytes(_|$)|sluice_bytes_") ? "bytes" : "";
            table.Append(CultureInfo.InvariantCulture, $"| `{name}` | {metric.Groups[3].Value} | {unit} | {label} | {metric.Groups[2].Value} | {advice.GetValueOrDefault(name, "?")} |\n");
        }
        return table.ToString();
    }
}
