// Options: what is wrong with a command line.
using System.CommandLine;

namespace Sluice.Cli.Options;

/// <summary>The parser's errors, without the values of unknown options: a misspelt option may carry a secret.</summary>
internal static class UsageErrors
{
    /// <summary>One text for each error that is to be shown.</summary>
    public static IEnumerable<string> Of(ParseResult result)
    {
        IReadOnlyList<string> unknown = result.UnmatchedTokens;
        bool hasOption = unknown.Any(IsOption);
        foreach (var error in result.Errors)
        {
            string text = error.Message;
            if (hasOption && unknown.Any(token => !IsOption(token) && text.EndsWith($"'{token}'.", StringComparison.Ordinal)))
                continue;
            foreach (string token in unknown.Where(token => IsOption(token) && token.Contains('=', StringComparison.Ordinal)))
                text = text.Replace(token, token[..token.IndexOf('=', StringComparison.Ordinal)], StringComparison.Ordinal);
            yield return text;
        }
    }

    private static bool IsOption(string token) => token is ['-', _, ..];
}
