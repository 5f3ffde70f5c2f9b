// Tests: rooms are namespaces, and use each other only as the architecture is drawn.
namespace Sluice.Repo.Tests.Tree;

public sealed class ArrowTests
{
    private static readonly Lazy<SourceFile[]> Files = new(SourceFile.All);

    private static readonly string Page = File.ReadAllText(Testing.Repo.PathOf("docs", "ARCHITECTURE.md"));

    [Fact]
    public void Namespace_IsTheFolder() => AssertNone(Files.Value.Where(Misplaced).Select(f => f.Path));

    [Fact]
    public void FirstLine_NamesTheRoom() => AssertNone(Files.Value.Where(Unnamed).Select(f => f.Path));

    [Fact]
    public void Arrow_OfCode_IsDrawn()
    {
        SortedSet<(string, string)> drawn = Arrows.OfDrawing(Page);
        AssertNone(Arrows.OfCode(Files.Value).Where(a => !Allowed(drawn, a.Key)).Select(a => $"{a.Key.From} -> {a.Key.To}: {a.Value}"));
    }

    [Fact]
    public void Arrow_Drawn_IsOfCode()
    {
        var code = Arrows.OfCode(Files.Value).Keys.ToHashSet();
        AssertNone(Arrows.OfDrawing(Page).Where(d => !code.Any(c => Covers(d, c))).Select(d => $"{d.From} -> {d.To}"));
    }

    /// <summary>What is drawn once in a circle is allowed by no list: each room can be read after those it uses.</summary>
    [Fact]
    public void Arrow_Drawn_LeadsNowhereBack()
    {
        var arrows = Arrows.OfCode(Files.Value).Keys.ToList();
        while (arrows.RemoveAll(a => !arrows.Exists(b => b.From == a.To)) > 0)
        {
        }

        AssertNone(arrows.Select(a => $"{a.From} -> {a.To}"));
    }

    [Theory]
    [InlineData("src/Core/Text/Planted.cs", "// Text: a word.\nnamespace Sluice.Core.Framing;\ninternal sealed class Planted;\n")]
    [InlineData("src/Core/Text/Planted.cs", "// Text: a word.\nnamespace Sluice.Core;\ninternal sealed class Planted;\n")]
    [InlineData("src/Core/Planted.cs", "// Core: a word.\nnamespace Sluice.Core.Text;\ninternal sealed class Planted;\n")]
    public void Namespace_Planted_IsFound(string path, string text) => Assert.True(Misplaced(new SourceFile(path, text)));

    [Theory]
    [InlineData("using Sluice.Core.Records;\nnamespace Sluice.Core.Text;\n")]
    [InlineData("using static Sluice.Core.Records.FlowParser;\nnamespace Sluice.Core.Text;\n")]
    [InlineData("using Parser = Sluice.Core.Records.FlowParser;\nnamespace Sluice.Core.Text;\n")]
    [InlineData("namespace Sluice.Core.Text;\ninternal sealed class Planted { Records.FlowParser? parser; }\n")]
    [InlineData("namespace Sluice.Core.Text;\ninternal sealed class Planted { global::Sluice.Core.Records.FlowParser? parser; }\n")]
    [InlineData("namespace Sluice.Core.Text;\ninternal sealed class Planted { string Of() => $\"{Core.Records.FlowParser.Limit}\"; }\n")]
    public void Arrow_Planted_IsFound(string text)
    {
        var arrows = Arrows.OfCode([.. Files.Value, new SourceFile("src/Core/Text/Planted.cs", "// Text: a word.\n" + text)]);
        Assert.Contains(("Core.Text", "Core.Records"), arrows.Keys);
        Assert.False(Allowed(Arrows.OfDrawing(Page), ("Core.Text", "Core.Records")));
    }

    private static bool Misplaced(SourceFile file) => file.Namespace is { } name ? name != $"Sluice.{file.Folder}" : file.Types.Length > 0;

    private static bool Unnamed(SourceFile file) => !file.Text.StartsWith($"// {file.Folder.Split('.')[^1]}: ", StringComparison.Ordinal);

    private static bool Allowed(SortedSet<(string From, string To)> drawn, (string From, string To) arrow) => drawn.Any(d => Covers(d, arrow));

    /// <summary>A line from project to project holds for all rooms of both.</summary>
    private static bool Covers((string From, string To) drawn, (string From, string To) arrow) =>
        drawn == arrow || (drawn == (Project(arrow.From), Project(arrow.To)) && drawn.From != drawn.To);

    private static string Project(string room) => room.Split('.')[0];

    private static void AssertNone(IEnumerable<string> offenders) => Assert.Equal("", string.Join("\n", offenders));
}
