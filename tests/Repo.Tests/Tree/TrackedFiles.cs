// Tests: the files that git knows.
namespace Sluice.Repo.Tests.Tree;

/// <summary>What is tracked, and new files that are not ignored: those will be tracked next.</summary>
internal static class TrackedFiles
{
    private static readonly Lazy<string[]> All = new(Read);

    /// <summary>Paths from the root, with slashes.</summary>
    public static IReadOnlyList<string> Paths() => All.Value;

    private static string[] Read()
    {
        Testing.Run run = Testing.Run.Program("git", ReadOnlyMemory<byte>.Empty, "-c", "core.quotePath=false", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard");
        Assert.True(run.ExitCode == 0, run.Error);
        return [.. run.Lines.Distinct().Where(path => File.Exists(Testing.Repo.PathOf(path)))];
    }
}
