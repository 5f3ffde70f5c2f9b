// Tests: the README's commands run as they stand.
using Sluice.Testing;

namespace Sluice.Repo.Tests;

public sealed class ReadmeTests
{
    private static readonly string[] Readme = File.ReadAllLines(Testing.Repo.PathOf("README.md"));

    public static TheoryData<string> Commands() => [.. Blocks("sh").SelectMany(block => block)
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
        string[] targets = [.. Readme.SelectMany(line => System.Text.RegularExpressions.Regex.Matches(line, @"make ([a-z][a-z-]+)\b").Select(m => m.Groups[1].Value)).Distinct()];
        Assert.Contains("demo", targets);
        Assert.All(targets.Where(t => t != "sure"), target => Assert.Contains($"\n{target}:", makefile, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ini")]
    [InlineData("yaml")]
    public void Configuration_AsWritten_IsOneOfDeploy(string language)
    {
        // Those files are run by a real Fluent Bit in tests/e2e.
        string[] files = [.. Directory.GetFiles(Testing.Repo.PathOf("deploy"), "*", SearchOption.AllDirectories).Select(File.ReadAllText)];
        string[] blocks = [.. Blocks(language).Select(block => string.Join('\n', block) + "\n")];
        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.Contains(block, files));
    }

    [Fact]
    public void Options_InHelp_AreInTheTable()
    {
        Run help = Run.Sluice("parse", "--help");
        foreach (string option in help.Lines.SelectMany(line => System.Text.RegularExpressions.Regex.Matches(line, @"--[a-z-]+").Select(m => m.Value)).Distinct())
            if (option is not "--help")
                Assert.Contains(Readme, line => line.StartsWith('|') && line.Contains($"`{option}`", StringComparison.Ordinal));
    }

    private static IEnumerable<List<string>> Blocks(string language)
    {
        List<string>? block = null;
        foreach (string line in Readme)
        {
            if (line == $"```{language}")
            {
                block = [];
            }
            else if (line == "```" && block is not null)
            {
                yield return block;
                block = null;
            }
            else
            {
                block?.Add(line);
            }
        }
    }
}
