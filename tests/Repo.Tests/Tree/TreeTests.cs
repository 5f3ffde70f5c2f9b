// Tests: the tree keeps the rules of CONTRIBUTING.md.
using System.Text.RegularExpressions;

namespace Sluice.Repo.Tests.Tree;

public sealed class TreeTests
{
    private static readonly string[] AotWarnings = ["System.Reflection", "Activator.CreateInstance", "MakeGenericType"];

    [Fact]
    public void Core_Packages_None()
    {
        string project = File.ReadAllText(Testing.Repo.PathOf("src", "Core", "Sluice.Core.csproj"));
        Assert.DoesNotContain("PackageReference", project, StringComparison.Ordinal);
        Assert.DoesNotContain("ProjectReference", project, StringComparison.Ordinal);
    }

    [Fact]
    public void AwsSdk_NamedInSource_InOneFolderOnly()
    {
        string[] files = [.. Sources("src").Where(file => Regex.IsMatch(File.ReadAllText(file), @"\bAmazon\.(SQS|S3|Runtime|SecurityToken|Util)\b|^using Amazon", RegexOptions.Multiline))];
        AssertNone(files.Where(file => !file.Replace('\\', '/').Contains("/src/Pull/Aws/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Sources_Reflection_Nowhere() =>
        AssertNone(Sources("src").Where(file => AotWarnings.Any(word => File.ReadAllText(file).Contains(word, StringComparison.Ordinal))));

    [Fact]
    public void Sources_Length_AtMost300Lines() =>
        AssertNone(Sources("src").Concat(Sources("native")).Concat(Sources("tests/fakehost")).Concat(Sources("tests/ledger")).Where(file => File.ReadLines(file).Count() > 300));

    [Fact]
    public void Library_Console_Nowhere() =>
        AssertNone(Sources("src").Where(file => !file.Contains("/Cli/", StringComparison.Ordinal) && File.ReadAllText(file).Contains("Console.", StringComparison.Ordinal)));

    private static void AssertNone(IEnumerable<string> offenders) => Assert.Equal("", string.Join("\n", offenders));

    private static IEnumerable<string> Sources(string folder) =>
        Directory.Exists(Testing.Repo.PathOf(folder))
            ? Directory.EnumerateFiles(Testing.Repo.PathOf(folder), "*.*", SearchOption.AllDirectories)
                .Where(file => Path.GetExtension(file) is ".cs" or ".c" or ".h")
                .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            : [];
}
