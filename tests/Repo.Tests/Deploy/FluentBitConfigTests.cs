// Tests: the configurations of deploy/fluent-bit, without a Fluent Bit: both forms say the same, every setting exists.
using System.Text.RegularExpressions;
using Sluice.Plugin.Filter;
using Sluice.Plugin.Input;
using Sluice.Pull;
using YamlDotNet.RepresentationModel;

namespace Sluice.Repo.Tests;

public sealed class FluentBitConfigTests
{
    private static readonly string Folder = Testing.Repo.PathOf("deploy", "fluent-bit");

    public static TheoryData<string> Pairs => [.. Directory.GetFiles(Folder, "*.conf", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file)).Where(file => File.Exists(Path.Combine(Folder, Path.ChangeExtension(file, ".yaml")))).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void BothForms_OfAConfiguration_SayTheSame(string file) =>
        Assert.Equal(Classic(File.ReadAllText(Path.Combine(Folder, file))), Yaml(File.ReadAllText(Path.Combine(Folder, Path.ChangeExtension(file, ".yaml")))));

    [Fact]
    public void Outputs_EachReceiver_InBothFormsWithItsConfirmation()
    {
        string[] files = Directory.GetFiles(Path.Combine(Folder, "outputs"));
        Assert.Equal(
            ["elasticsearch", "intake", "intake-filter", "kafka", "loki", "opensearch", "opentelemetry", "s3", "splunk"],
            files.Select(Path.GetFileNameWithoutExtension).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(18, files.Length);
        Assert.All(files, file => Assert.Contains("\n# Confirmed: ", File.ReadAllText(file), StringComparison.Ordinal));
    }

    public static TheoryData<string> Files => [.. Directory.GetFiles(Testing.Repo.PathOf("deploy"), "*", SearchOption.AllDirectories).Where(file => file.EndsWith(".conf", StringComparison.Ordinal) || file.EndsWith(".yaml", StringComparison.Ordinal)).Select(file => Path.GetRelativePath(Testing.Repo.Root, file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Section_EverySetting_IsTaken(string file)
    {
        // Classic sections, also those inside a chart's values.
        string text = File.ReadAllText(Testing.Repo.PathOf(file));
        foreach (Match section in Regex.Matches(text, @"^( *)\[(INPUT|FILTER)\]\n((?:\1 +[^\n]+\n)+)", RegexOptions.Multiline))
        {
            var pairs = section.Groups[3].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.TrimStart().StartsWith('#')).Select(line => line.Trim().Split(' ', 2)).ToList();
            if (!pairs.Any(pair => pair[0].Equals("name", StringComparison.OrdinalIgnoreCase) && pair[1].Trim() == "sluice"))
                continue;
            foreach (string[] pair in pairs)
                Assert.True(Known(section.Groups[2].Value == "FILTER", pair[0], pair[1].Trim()), $"{file}: {pair[0]} {pair[1]}");
        }
        foreach (var (type, name, settings) in file.EndsWith(".yaml", StringComparison.Ordinal) && text.Contains("\npipeline:\n", StringComparison.Ordinal) ? Yaml(text).Select(Parts) : [])
        {
            foreach (var (key, value) in type is "input" or "filter" && name == "sluice" ? settings : [])
                Assert.True(Known(type == "filter", key, value), $"{file}: {key}: {value}");
        }
    }

    private static bool Known(bool isFilter, string name, string value)
    {
        if (name.ToLowerInvariant() is "name" or "tag" or "alias" or "match" || name.StartsWith("storage.", StringComparison.OrdinalIgnoreCase) || name.StartsWith("mem_buf", StringComparison.OrdinalIgnoreCase))
            return true;
        if (isFilter)
            return FilterSettings.TryRead([("schema", "ecs"), (name, value)], out _, out _); // one row is for that schema alone
        return (InputSettingTable.Table.Find(name) ?? PullSettingTable.Find(name)) is { } setting && (value.Contains('$', StringComparison.Ordinal) || setting.Apply(new PullSettings(), value) is null);
    }

    private static (string Type, string Name, IEnumerable<(string, string)> Settings) Parts(string section)
    {
        string[] lines = section.Split('\n');
        var pairs = lines.Skip(1).Select(line => line.Split('=', 2)).Select(pair => (pair[0], pair[1])).ToList();
        return (lines[0], pairs.Where(pair => pair.Item1 == "name").Select(pair => pair.Item2).FirstOrDefault() ?? "", pairs);
    }

    // Each section as text: its kind, then its settings in order.
    private static List<string> Classic(string text)
    {
        List<string> sections = [];
        foreach (string line in text.Split('\n').Where(line => line.TrimStart() is [not '#', ..]))
        {
            if (line[0] == '[')
            {
                sections.Add(line.Trim('[', ']').ToLowerInvariant());
                continue;
            }
            string[] pair = line.Trim().Split(' ', 2, StringSplitOptions.TrimEntries);
            sections[^1] += $"\n{pair[0].ToLowerInvariant()}={Plain(pair[1])}";
        }
        return sections;
    }

    private static List<string> Yaml(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        List<string> sections = [];
        if (root.Children.TryGetValue("service", out var service))
            sections.Add("service" + Settings((YamlMappingNode)service));
        foreach (string kind in (string[])["inputs", "filters", "outputs"])
        {
            if (((YamlMappingNode)root["pipeline"]).Children.TryGetValue(kind, out var list))
                sections.AddRange(((YamlSequenceNode)list).Select(one => kind[..^1] + Settings((YamlMappingNode)one)));
        }
        return sections;
    }

    private static string Settings(YamlMappingNode map) =>
        string.Concat(map.Children.Where(pair => pair.Value is YamlScalarNode).Select(pair => $"\n{((YamlScalarNode)pair.Key).Value!.ToLowerInvariant()}={Plain(((YamlScalarNode)pair.Value).Value!)}"));

    private static string Plain(string value) => value.ToLowerInvariant() is "on" or "off" ? value.ToLowerInvariant() : value;
}
