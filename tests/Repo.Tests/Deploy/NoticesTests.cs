// Tests: what is said of the packages is what the lock files say, and those what the central list says.
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sluice.Repo.Tests;

public sealed class NoticesTests
{
    [Fact]
    public void Notices_OfThePackages_AreInStep()
    {
        Run run = Run.Program("node", default, "scripts/packages.mjs", "check");
        Assert.True(run.ExitCode == 0, run.Error);
    }

    [Fact]
    public void Sbom_Components_AreThePackagesThatAreLinkedIn()
    {
        Run run = Run.Program("node", default, "scripts/packages.mjs", "sbom");
        Assert.True(run.ExitCode == 0, run.Error);
        var sbom = JsonNode.Parse(run.Output)!;
        Assert.Equal(("CycloneDX", "1.6"), ((string?)sbom["bomFormat"], (string?)sbom["specVersion"]));
        Assert.Matches("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$", (string)sbom["serialNumber"]!);
        var components = sbom["components"]!.AsArray();
        Assert.Contains(components, one => (string?)one!["name"] == "AWSSDK.SQS");
        Assert.DoesNotContain(components, one => ((string)one!["name"]!).StartsWith("xunit", StringComparison.OrdinalIgnoreCase));
        Assert.All(components, one => Assert.Matches("^[0-9a-f]{128}$", (string)one!["hashes"]![0]!["content"]!));
        // Every reference leads somewhere.
        var known = components.Append(sbom["metadata"]!["component"]).Select(one => (string)one!["bom-ref"]!).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(components.Count + 1, known.Count);
        Assert.All(sbom["dependencies"]!.AsArray(), one =>
        {
            Assert.Contains((string)one!["ref"]!, known);
            Assert.All(one["dependsOn"]!.AsArray(), to => Assert.Contains((string)to!, known));
        });
        Assert.Equal(run.Output, Run.Program("node", default, "scripts/packages.mjs", "sbom").Output);
    }

    [Fact]
    public void LockFiles_EveryProject_HoldsTheCentralVersions()
    {
        var central = Regex.Matches(File.ReadAllText(Testing.Repo.PathOf("Directory.Packages.props")), @"PackageVersion Include=""([^""]+)"" Version=""([^""]+)""")
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value, StringComparer.OrdinalIgnoreCase);
        string[] projects = [.. new[] { "src", "tests", "bench" }.SelectMany(folder => Directory.GetFiles(Testing.Repo.PathOf(folder), "*.csproj", SearchOption.AllDirectories))];
        Assert.NotEmpty(projects);
        foreach (string project in projects)
        {
            string file = Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json");
            Assert.True(File.Exists(file), $"{project} has no lock file: build it and commit packages.lock.json");
            foreach (var (name, entry) in JsonNode.Parse(File.ReadAllText(file))!["dependencies"]!["net10.0"]!.AsObject())
            {
                if (central.TryGetValue(name, out string? version))
                    Assert.True((string?)entry!["resolved"] == version, $"{file}: {name} {entry["resolved"]}, Directory.Packages.props says {version}");
                Assert.True((string?)entry!["type"] == "Project" || entry["contentHash"] is not null, $"{file}: {name} has no hash");
            }
        }
    }

    [Fact]
    public void Licence_IsThere() => Assert.StartsWith("MIT License\n\nCopyright (c) 2026 Sluice contributors\n", File.ReadAllText(Testing.Repo.PathOf("LICENSE")), StringComparison.Ordinal);
}
