// Tests: commands, configurations and links of the README and the pages run, or lead somewhere, as they stand.
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sluice.Repo.Tests;

public sealed class ReadmeTests
{
    private static readonly string[] Readme = File.ReadAllLines(Testing.Repo.PathOf("README.md"));

    public static TheoryData<string> Pages() => [.. Directory.GetFiles(Testing.Repo.PathOf("docs"), "*.md", SearchOption.AllDirectories)
        .Concat(Directory.GetFiles(Testing.Repo.PathOf(""), "*.md"))
        .Select(path => Path.GetRelativePath(Testing.Repo.PathOf(""), path)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Commands() => [.. Blocks("sh", "README.md").Concat(Blocks("sh", "docs/GET-STARTED.md")).SelectMany(block => block)
        .Select(line => line.Split(" #")[0].Trim())
        .Where(line => line.Contains("dist/sluice", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Command_AsWritten_Succeeds(string command)
    {
        Run run = Run.Program("/bin/bash", default, "-o", "pipefail", "-c", command);
        Assert.True(run.ExitCode == 0, $"{command}: {run.ExitCode}, {run.Error}");
        Assert.NotEmpty(run.Output);
    }

    [Fact]
    public void MakeTargets_NamedInReadme_Exist()
    {
        string makefile = File.ReadAllText(Testing.Repo.PathOf("Makefile"));
        string[] targets = [.. Readme.SelectMany(line => Regex.Matches(line, @"make ([a-z][a-z-]+)\b").Select(m => m.Groups[1].Value)).Distinct()];
        Assert.Contains("demo", targets);
        Assert.All(targets.Where(t => t != "sure"), target => Assert.Contains($"\n{target}:", makefile, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ini", "README.md")]
    [InlineData("ini", "docs/FLUENT-BIT.md")]
    [InlineData("yaml", "docs/FLUENT-BIT.md")]
    public void Configuration_AsWritten_IsOneOfDeploy(string language, string page)
    {
        // Those files are run by a real Fluent Bit in tests/e2e.
        string[] files = [.. Directory.GetFiles(Testing.Repo.PathOf("deploy"), "*", SearchOption.AllDirectories).Select(File.ReadAllText)];
        string[] blocks = [.. Blocks(language, page).Select(block => string.Join('\n', block) + "\n")];
        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.Contains(block, files));
    }

    [Fact]
    public void Options_InHelp_AreInTheTable()
    {
        Run help = Run.Sluice("parse", "--help");
        foreach (string option in help.Lines.SelectMany(line => Regex.Matches(line, @"--[a-z-]+").Select(m => m.Value)).Distinct())
            if (option is not "--help")
                Assert.Contains(Readme, line => line.StartsWith('|') && line.Contains($"`{option}`", StringComparison.Ordinal));
    }

    [Fact]
    public void Record_Shown_IsWhatBecomesOfTheLineShown()
    {
        string line = Assert.Single(Blocks("", "README.md").Select(block => block[0]), text => text.StartsWith("2 ", StringComparison.Ordinal));
        using var shown = JsonDocument.Parse(string.Join('\n', Blocks("json", "README.md").Single()));
        Run run = Run.Sluice(System.Text.Encoding.UTF8.GetBytes(line + "\n"), "parse", "--quiet", "--schema", "ecs");
        using var written = JsonDocument.Parse(run.Output);
        // What the README leaves out, and says so: where each field came from.
        string[] left = [.. written.RootElement.EnumerateObject().Select(member => member.Name).Except(shown.RootElement.EnumerateObject().Select(member => member.Name))];
        Assert.Equal(["ecs", "observer", "aws"], left);
        foreach (JsonProperty member in shown.RootElement.EnumerateObject().Where(member => member.Name != "event"))
            Assert.True(JsonElement.DeepEquals(member.Value, written.RootElement.GetProperty(member.Name)), member.Name);
        foreach (JsonProperty member in shown.RootElement.GetProperty("event").EnumerateObject())
            Assert.True(JsonElement.DeepEquals(member.Value, written.RootElement.GetProperty("event").GetProperty(member.Name)), member.Name);
    }

    [Fact]
    public void Readme_IsShort() => Assert.InRange(Readme.Length, 100, 199);

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_OfAPage_LeadToWhatIsThere(string page)
    {
        string folder = Path.GetDirectoryName(Testing.Repo.PathOf(page))!;
        string text = File.ReadAllText(Testing.Repo.PathOf(page));
        foreach (Match link in Regex.Matches(text, @"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)"))
        {
            string target = link.Groups[1].Value.Length == 0 ? Testing.Repo.PathOf(page) : Path.GetFullPath(Path.Combine(folder, link.Groups[1].Value));
            Assert.True(Path.Exists(target), $"{page} links to {link.Groups[1].Value}, which is not there");
            if (link.Groups[2].Success && target.EndsWith(".md", StringComparison.Ordinal))
                Assert.Contains(File.ReadLines(target), line => line.StartsWith('#') && Anchor(line) == link.Groups[2].Value);
        }
    }

    /// <summary>A page that the list does not name is a page that nobody finds.</summary>
    [Fact]
    public void Pages_OfDocs_AreInItsList()
    {
        string list = File.ReadAllText(Testing.Repo.PathOf("docs", "README.md"));
        foreach (string page in Directory.GetFiles(Testing.Repo.PathOf("docs"), "*.md").Select(path => Path.GetFileName(path)).Where(name => name != "README.md"))
            Assert.Contains($"({page})", list, StringComparison.Ordinal);
    }

    private static string Anchor(string heading) =>
        Regex.Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-');

    private static IEnumerable<List<string>> Blocks(string language, string page)
    {
        string? open = null;
        List<string>? block = null;
        foreach (string line in File.ReadLines(Testing.Repo.PathOf(page)))
        {
            if (!line.StartsWith("```", StringComparison.Ordinal))
            {
                block?.Add(line);
            }
            else if (open is null)
            {
                open = line[3..];
                block = [];
            }
            else
            {
                if (open == language)
                    yield return block!;
                (open, block) = (null, null);
            }
        }
    }
}
