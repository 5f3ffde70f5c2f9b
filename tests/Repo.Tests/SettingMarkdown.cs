// Tests: rows of settings as a table of a page.
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Repo.Tests;

/// <summary>Help and default as the rows have them; what a person would type or read in a file is code.</summary>
internal static partial class SettingMarkdown
{
    /// <summary>The head of a table, whose first column is what the rows are.</summary>
    public static string Head(string what) => $"| {what} | meaning | default |\n|---|---|---|\n";

    /// <summary>A line for each row.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="name">The first column.</param>
    /// <param name="keys">What is code in a default that says in words what happens.</param>
    public static string Lines<T>(IEnumerable<Setting<T>> rows, Func<Setting<T>, string> name, params IEnumerable<string> keys)
    {
        var lines = new StringBuilder();
        foreach (var row in rows)
            lines.Append(CultureInfo.InvariantCulture, $"| {name(row)} | {Marked(row.Help, row.Words)} | {Default(row, [.. keys])} |\n");
        return lines.ToString();
    }

    /// <summary>A text of help, with its words and the names of other things as code; of each word only the first.</summary>
    public static string Marked(string help, IReadOnlyList<string> words)
    {
        string choices = string.Concat(words.OrderByDescending(word => word.Length).Select(word => $@"(?<![\w-]){Regex.Escape(word)}(?![\w-])|"));
        HashSet<string> seen = [];
        string marked = Regex.Replace(help, choices + Names(), match => words.Contains(match.Value) && !seen.Add(match.Value) ? match.Value : $"`{match.Value}`");
        return marked.Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string Default<T>(Setting<T> row, IReadOnlyList<string> keys)
    {
        string text = row.Default;
        return text.Length == 0 ? "" : !row.IsDescribed || row.Words.Contains(text) ? $"`{text}`" : Marked(text, [.. row.Words, .. keys]);
    }

    // Variables, options, pages of a server, fields and settings, and a lone star.
    [GeneratedRegex(@"\$\{[^}]+\}|\bSLUICE_[A-Z_]+|(?<![\w-])--[a-z-]+|(?<![\w/])/[a-z]+\b|__\w+__|\b[a-z]+(?:[_.][a-z]+)+\b|(?<=\s)\*(?=[,\s])")]
    private static partial Regex Name();

    private static string Names() => Name().ToString();
}
