// Tests: what CONTRIBUTING.md and the pages name is there.
using System.Text.RegularExpressions;
using Sluice.Repo.Tests.Tree;

namespace Sluice.Repo.Tests;

public sealed partial class RecipeTests
{
    private static readonly string Recipes = File.ReadAllText(Testing.Repo.PathOf("CONTRIBUTING.md"));

    private static readonly IReadOnlyList<string> Files = TrackedFiles.Paths();

    public static TheoryData<string> Schemas() => [.. SchemaName.All];

    [Fact]
    public void Recipe_EachPath_IsThere() => AssertNone(Quoted(Path()).Where(path =>
        path.Contains('/') && !path.StartsWith("dist/", StringComparison.Ordinal)
        && !Files.Any(file => file == path || file.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal))));

    [Fact]
    public void Recipe_EachFile_IsThere() => AssertNone(Quoted(FileName()).Where(name =>
        !Files.Any(file => System.IO.Path.GetFileName(file) == name)));

    [Fact]
    public void Recipe_EachType_IsThere()
    {
        HashSet<string> types = [.. Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(file => Declared().Matches(File.ReadAllText(Testing.Repo.PathOf(file)))).Select(match => match.Groups[1].Value)];
        string[] names = [.. Quoted(TypeName())];
        Assert.True(names.Length > 20, string.Join(' ', names));
        AssertNone(names.Where(name => !types.Contains(name.Split('.')[0])));
    }

    [Fact]
    public void Recipe_EachMember_IsThere()
    {
        string[] sources = [.. Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal)).Select(file => File.ReadAllText(Testing.Repo.PathOf(file)))];
        AssertNone(Quoted(TypeName()).Where(name => name.Contains('.')).Where(name => name.Split('.') is var parts
            && !sources.Any(text => Regex.IsMatch(text, $@"\b{parts[0]}\b") && Regex.IsMatch(text, $@" {parts[1]}\b[(<]?[^;]*(=|\{{|\()"))));
    }

    [Fact]
    public void Recipe_EachTarget_IsInTheMakefile()
    {
        string makefile = File.ReadAllText(Testing.Repo.PathOf("Makefile"));
        string[] targets = [.. Target().Matches(Recipes).Select(match => match.Groups[1].Value).Distinct()];
        Assert.NotEmpty(targets);
        AssertNone(targets.Where(target => !Regex.IsMatch(makefile, $"^{target}:", RegexOptions.Multiline)));
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Schema_Each_HasGoldensAPageAndARunOfTheFuzzer(string schema)
    {
        Assert.All(Snapshot.All, snapshot => Assert.NotEmpty(snapshot.Records(schema)));
        string page = File.ReadAllText(Testing.Repo.PathOf("docs", "SCHEMAS.md"));
        Assert.Matches($@"\n## `{schema}`[ \n]", page);
        Assert.Matches($@"(?m)^[a-z, -]*\b{schema}\b[a-z, -]*  +\S", page.Split("\n## Malformed lines\n")[1]);
        Assert.Equal(3, Regex.Count(File.ReadAllText(Testing.Repo.PathOf("README.md")), $@"(?m)^\| `-{{0,2}}[Ss]chema` \|.*\b{schema}\b"));
        Assert.Matches($"schema={schema}\\b", File.ReadAllText(Testing.Repo.PathOf("scripts", "fuzz.sh")));
    }

    /// <summary>Under <c>aws.vpcflow</c> and in schema <c>aws</c> stand the fields of docs/FIELDS.md, and unknown ones.</summary>
    [Fact]
    public void EcsKey_OfEachGolden_IsOnThePage()
    {
        string page = File.ReadAllText(Testing.Repo.PathOf("docs", "SCHEMAS.md")).Split("\n## `ecs`\n")[1].Split("\n## ")[0];
        HashSet<string> words = [.. Word().Matches(page).Select(match => match.Value)];
        AssertNone(Snapshot.All.SelectMany(snapshot => snapshot.Records("ecs")).SelectMany(record => Keys(System.Text.Json.Nodes.JsonNode.Parse(record)!))
            .Distinct().Where(key => !words.Contains(key) && key is not "error")); // which is of malformed lines
    }

    private static IEnumerable<string> Keys(System.Text.Json.Nodes.JsonNode node) => node is not System.Text.Json.Nodes.JsonObject tree ? []
        : tree.SelectMany(member => member.Key is "vpcflow" or "error" || member.Value is null ? [member.Key] : Keys(member.Value).Prepend(member.Key));

    private static IEnumerable<string> Quoted(Regex form) => Backticks().Matches(Recipes).Select(match => match.Groups[1].Value).Where(text => form.IsMatch(text)).Distinct();

    private static void AssertNone(IEnumerable<string> offenders) => Assert.Equal("", string.Join("\n", offenders));

    [GeneratedRegex("`([^`\\n]+)`")]
    private static partial Regex Backticks();

    [GeneratedRegex(@"^[\w./-]+$")]
    private static partial Regex Path();

    [GeneratedRegex(@"^\w[\w.]*\.(cs|c|h|sh|md|props|json|csproj)$")]
    private static partial Regex FileName();

    // Of two words or more, or of one and a member.
    [GeneratedRegex(@"^I?[A-Z][a-z]+(\.[A-Z]\w+|[A-Z][A-Za-z]+(\.[A-Z]\w+)?)$")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"(?:class|struct|interface|enum|record) (\w+)")]
    private static partial Regex Declared();

    [GeneratedRegex("`make ([a-z-]+)`")]
    private static partial Regex Target();

    [GeneratedRegex(@"@?\w+")]
    private static partial Regex Word();
}
