// Names: patterns for names.
namespace Sluice.Pull.Names;

/// <summary>Patterns in which <c>*</c> stands for any number of characters, also for none.</summary>
internal static class Glob
{
    /// <summary>Whether the pattern matches the whole name. Time is bounded by the lengths' product, not by the number of stars.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int p = 0, n = 0, star = -1, resume = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                resume = n;
            }
            else if (p < pattern.Length && pattern[p] == name[n])
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                // Only the last star is ever tried again: it can match all that an earlier one could.
                p = star + 1;
                n = ++resume;
            }
            else
            {
                return false;
            }
        }
        return pattern[p..].TrimStart('*').IsEmpty;
    }

    /// <summary>Splits a comma-separated list of patterns.</summary>
    public static string[] Split(string? list) =>
        list is null ? [] : list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Whether any of the patterns matches.</summary>
    public static bool Any(string[] patterns, string name) => Array.Exists(patterns, pattern => Matches(pattern, name));
}
