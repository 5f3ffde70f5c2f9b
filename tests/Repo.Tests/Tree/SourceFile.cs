// Tests: one C# file of src, as far as the rules of the tree need to know it.
using System.Text.RegularExpressions;

namespace Sluice.Repo.Tests.Tree;

/// <summary>A file with its namespace, the types it declares and the code without comments and texts.</summary>
internal sealed partial class SourceFile
{
    public SourceFile(string path, string text)
    {
        Path = path;
        Text = text;
        string[] parts = path.Split('/');
        Project = parts[1];
        Folder = string.Join('.', parts[1..^1]);
        Namespace = NamespaceLine().Match(text) is { Success: true } found ? found.Groups[1].Value : null;
        Usings = [.. UsingLine().Matches(text).Select(m => m.Groups[1].Value)];
        Code = Noise().Replace(UsingLine().Replace(text, ""), Blank);
        Types = [.. Declaration().Matches(Code).Select(m => (m.Groups["name"].Value, m.Groups["public"].Success, m.Index))];
        Words = [.. Word().Matches(Code).Select(m => m.Value)];
    }

    /// <summary>From the root of the repository, with slashes.</summary>
    public string Path { get; }

    public string Text { get; }

    public string Project { get; }

    /// <summary>The folder with dots: <c>Core.Text</c>; of a project's own folder the project alone.</summary>
    public string Folder { get; }

    public string? Namespace { get; }

    public string[] Usings { get; }

    public string Code { get; }

    public (string Name, bool IsPublic, int At)[] Types { get; }

    public HashSet<string> Words { get; }

    public static SourceFile[] All() =>
    [
        .. TrackedFiles.Paths().Where(path => path.StartsWith("src/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal))
            .Select(path => new SourceFile(path, File.ReadAllText(Testing.Repo.PathOf(path)))),
    ];

    /// <summary>Of a text only what stands in braces may be code.</summary>
    private static string Blank(Match match) =>
        match.Value.StartsWith('$') ? string.Join(' ', Hole().Matches(match.Value).Select(m => m.Groups[1].Value)) : "\"\"";

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^using (?:static |\w+ = )?(Sluice\.[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"^(?:\[[^\]]*\]\s*)?(?:(?<public>public)\s+|(?:internal|file|static|sealed|abstract|readonly|ref|unsafe|partial)\s+)*(?:class|struct|interface|enum|record struct|record|delegate [\w<>.\[\]?]+)\s+(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"""""""[\s\S]*?""""""|\$?@?""(?:\\.|[^""\\\n])*""|'(?:\\.|[^'\\\n])'|//[^\n]*|/\*[\s\S]*?\*/")]
    private static partial Regex Noise();

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"[A-Za-z_]\w*")]
    private static partial Regex Word();
}
