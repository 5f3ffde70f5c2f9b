// Tests: a part of a page that is written from the code.
namespace Sluice.Repo.Tests;

/// <summary>What stands between <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- /name --&gt;</c>.</summary>
internal static class GeneratedPart
{
    /// <summary>Fails where a page is behind; with <c>SLUICE_WRITE_DOCS=1</c> it writes the page instead.</summary>
    public static void Check(string path, string name, string text)
    {
        string file = Testing.Repo.PathOf(path);
        string page = File.ReadAllText(file);
        int from = After(page, $"<!-- {name} -->\n");
        int to = page.IndexOf($"<!-- /{name} -->", from, StringComparison.Ordinal);
        Assert.True(to >= 0, $"{path}: no end of {name}");
        if (Environment.GetEnvironmentVariable("SLUICE_WRITE_DOCS") == "1")
            File.WriteAllText(file, page[..from] + text + page[to..]);
        else
            Assert.True(page[from..to] == text, $"{path} is behind the rows of {name}: run 'make docs'");
    }

    private static int After(string page, string mark)
    {
        int at = page.IndexOf(mark, StringComparison.Ordinal);
        Assert.True(at >= 0, $"no {mark.Trim()}");
        return at + mark.Length;
    }
}
