// Tests: what is public is for another project.
namespace Sluice.Repo.Tests.Tree;

public sealed class PublicTypeTests
{
    private static readonly string[] Libraries = ["Core", "Parquet", "Pull", "Deliver"];

    /// <summary>Types that others use without naming them: they stand in a signature or a property of a public type.</summary>
    private static readonly Dictionary<string, string> Unnamed = new()
    {
        ["FieldKind"] = "FlowFieldInfo",
        ["FlowFieldInfo"] = "FlowFields",
        ["BodyFormat"] = "SinkSettings",
        ["OnForeignObject"] = "PullSettings",
        ["OnMissingObject"] = "PullSettings",
    };

    [Fact]
    public void Public_IsUsedByAnotherProject() => Assert.Equal("", string.Join("\n", Idle(SourceFile.All()).Where(name => !Unnamed.ContainsKey(name))));

    /// <summary>A reason that no longer holds is no reason.</summary>
    [Fact]
    public void Unnamed_StandsWithItsOwner()
    {
        SourceFile[] files = SourceFile.All();
        HashSet<string> idle = [.. Idle(files)];
        Assert.All(Unnamed, row =>
        {
            Assert.Contains(row.Key, idle);
            Assert.Contains(files, f => f.Types.Any(t => t.Name == row.Value && t.IsPublic) && f.Words.Contains(row.Key));
        });
    }

    [Fact]
    public void Planted_IsFound()
    {
        var planted = new SourceFile("src/Core/Text/Planted.cs", "// Text: a word.\nnamespace Sluice.Core.Text;\n\npublic static class Planted\n{\n}\n");
        Assert.Contains("Planted", Idle([.. SourceFile.All(), planted]));
    }

    private static IEnumerable<string> Idle(IReadOnlyList<SourceFile> files) =>
        from file in files
        where Libraries.Contains(file.Project)
        from type in file.Types
        where type.IsPublic && !files.Any(other => other.Project != file.Project && other.Words.Contains(type.Name))
        select type.Name;
}
