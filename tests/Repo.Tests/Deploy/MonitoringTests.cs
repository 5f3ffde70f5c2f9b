// Tests: what dashboard and alert rules name is in a scrape of a real run.
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.Pull.Tests;
using YamlDotNet.RepresentationModel;

namespace Sluice.Repo.Tests;

public sealed class MonitoringTests
{
    private static readonly string Folder = Testing.Repo.PathOf("deploy", "monitoring");

    [Fact]
    public async Task Metrics_OfDashboardAndRules_AreInAScrape()
    {
        string scrape = await Scrape();
        var samples = Regex.Matches(scrape, @"^(sluice_\w+)(?:\{(\w+)=""([^""]*)""\})? ", RegexOptions.Multiline).Select(match => (Name: match.Groups[1].Value, Label: match.Groups[2].Value, Value: match.Groups[3].Value)).ToList();
        var expressions = DashboardExpressions().Concat(Rules().Select(rule => rule.Expression)).ToList();
        Assert.True(expressions.Count > 30);
        foreach (string expression in expressions)
        {
            var used = Regex.Matches(expression, @"\b(sluice_\w+)(?:\{([^}]*)\})?").ToList();
            Assert.NotEmpty(used);
            foreach (Match metric in used)
            {
                string name = metric.Groups[1].Value;
                Assert.True(samples.Any(sample => sample.Name == name), $"{name} is not in a scrape: {expression}");
                // A counter has a rate, a gauge has none.
                bool counter = scrape.Contains($"# TYPE {name} counter", StringComparison.Ordinal);
                Assert.Equal(counter, Regex.IsMatch(expression, $@"(rate|increase)\({name}\b"));
                foreach (Match matcher in Regex.Matches(metric.Groups[2].Value, @"(\w+)(=|=~|!=|!~)""([^""]*)"""))
                {
                    string label = matcher.Groups[1].Value;
                    if (label is "job" or "instance")
                        continue;
                    foreach (string value in matcher.Groups[3].Value.Split('|'))
                        Assert.True(samples.Any(sample => sample == (name, label, value)), $"{name} has no {label}=\"{value}\"");
                }
            }
            foreach (Match by in Regex.Matches(expression, @"by \(([^)]*)\) \((?:rate\(|increase\()?(sluice_\w+)"))
            {
                foreach (string label in by.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries).Except(["job", "instance"]))
                    Assert.True(samples.Any(sample => sample.Name == by.Groups[2].Value && sample.Label == label), $"{by.Groups[2].Value} has no label {label}");
            }
        }
    }

    [Fact]
    public void Dashboard_Panels_DoNotOverlapAndSayWhatTheyShow()
    {
        var panels = Dashboard()["panels"]!.AsArray();
        Assert.Equal(panels.Count, panels.Select(panel => (long)panel!["id"]!).Distinct().Count());
        var cells = panels.SelectMany(panel => Cells(panel!["gridPos"]!)).ToList();
        Assert.Equal(cells.Count, cells.Distinct().Count());
        Assert.All(cells, cell => Assert.InRange(cell.X, 0, 23));
        Assert.All(panels, panel => Assert.False(string.IsNullOrEmpty((string?)panel!["title"])));
        static IEnumerable<(long X, long Y)> Cells(JsonNode at) =>
            from x in Enumerable.Range(0, (int)at["w"]!) from y in Enumerable.Range(0, (int)at["h"]!) select ((long)at["x"]! + x, (long)at["y"]! + y);
    }

    [Fact]
    public void Rules_Each_SaysWhatToDo() => Assert.All(Rules(), rule =>
    {
        Assert.Contains(rule.Severity, (string[])["warning", "critical"]);
        Assert.NotEmpty(rule.Summary);
        Assert.NotEmpty(rule.Description);
    });

    [ToolFact("promtool")]
    public void Rules_Promtool_TakesThemAndTheyFireWhenTheyShould()
    {
        Run check = Run.Program("promtool", default, "check", "rules", Path.Combine(Folder, "alerts.yaml"));
        Assert.True(check.ExitCode == 0, string.Join('\n', check.Lines) + check.Error);
        Run test = Run.Program("promtool", default, "test", "rules", Path.Combine(Folder, "alerts.test.yaml"));
        Assert.True(test.ExitCode == 0, string.Join('\n', test.Lines) + test.Error);
    }

    internal static async Task<string> Scrape()
    {
        string queue = await Emulator.Shared.NewQueue(), bucket = await Emulator.Shared.NewBucket();
        await Emulator.Shared.Put(bucket, "k", FlowText.Gzip(FlowText.Lines(1, 50)));
        await Emulator.Shared.Send(queue, FlowText.Event(bucket, "k"));
        int port = FreePort.Find();
        using var puller = new SluiceProcess(null, SluiceProcess.Pull(Emulator.Shared.Address, queue, "--metrics", $"{port}"));
        using var http = new HttpClient();
        for (int i = 0; i < 600 && puller.Lines < 50 && !puller.HasExited; i++)
            await Task.Delay(50);
        string scrape = await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"));
        puller.Signal(15);
        await puller.Ended();
        return scrape;
    }

    private static JsonNode Dashboard() => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "dashboard.json")))!;

    private static IEnumerable<string> DashboardExpressions() =>
        Dashboard()["panels"]!.AsArray().SelectMany(panel => panel!["targets"]!.AsArray()).Select(target => (string)target!["expr"]!);

    private static IEnumerable<(string Expression, string Severity, string Summary, string Description)> Rules()
    {
        var yaml = new YamlStream();
        using var reader = new StreamReader(Path.Combine(Folder, "alerts.yaml"));
        yaml.Load(reader);
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        return ((YamlSequenceNode)root["groups"]).SelectMany(group => (YamlSequenceNode)group["rules"])
            .Select(rule => (Text(rule["expr"]), Text(rule["labels"]["severity"]), Text(rule["annotations"]["summary"]), Text(rule["annotations"]["description"])));
        static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;
    }
}
