// Tests: what may be tracked at all.
namespace Sluice.Repo.Tests.Tree;

/// <summary>A built package or a dump that slips in stays in the history for ever.</summary>
public sealed class FileTests
{
    private const long MaxBytes = 256 << 10;

    private static readonly HashSet<string> Kinds =
    [
        ".cs", ".csproj", ".props", ".targets", ".sln", ".c", ".h", ".sh", ".mjs", ".lua",
        ".md", ".txt", ".json", ".yaml", ".yml", ".conf", ".tf", ".service", ".spec",
        ".log", ".gitignore", ".editorconfig",
    ];

    /// <summary>Files of no kind above, each with the reason why it is here.</summary>
    private static readonly Dictionary<string, string> Named = new()
    {
        [".ci/run"] = "the whole run, as a script without a suffix",
        ["LICENSE"] = "found by this name",
        ["Makefile"] = "found by this name",
        ["THIRD-PARTY-NOTICES"] = "found by this name",
        ["deploy/docker/Dockerfile.fluent-bit"] = "found by this name",
        ["deploy/docker/Dockerfile.plugin"] = "found by this name",
        ["packaging/control"] = "a template of Debian's file of this name",
    };

    [Fact]
    public void Tracked_Kind_IsAllowed() => AssertNone(TrackedFiles.Paths().Where(path => !IsAllowed(path)));

    [Fact]
    public void Tracked_Size_IsAllowed() =>
        AssertNone(TrackedFiles.Paths().Where(path => new FileInfo(Testing.Repo.PathOf(path)).Length > MaxBytes));

    [Fact]
    public void Named_Exists() => AssertNone(Named.Keys.Except(TrackedFiles.Paths()));

    [Theory]
    [InlineData("libisal-dev_2.30.0-5_amd64.deb")]
    [InlineData("src/Core/Sluice.Core.dll")]
    [InlineData("snapshots/tgw/input.gz")]
    [InlineData("data.parquet")]
    [InlineData("core")]
    public void Planted_IsRefused(string path) => Assert.False(IsAllowed(path));

    private static bool IsAllowed(string path) =>
        Kinds.Contains(Path.GetExtension(path)) || Named.ContainsKey(path)
        || (Path.GetFileName(path) == "fields" && path.StartsWith("snapshots/", StringComparison.Ordinal))
        || (path.EndsWith(".parquet", StringComparison.Ordinal) && path.StartsWith("tests/Parquet.Tests/data/", StringComparison.Ordinal));

    private static void AssertNone(IEnumerable<string> offenders) => Assert.Equal("", string.Join("\n", offenders));
}
