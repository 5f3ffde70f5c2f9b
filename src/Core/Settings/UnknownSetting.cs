// Settings: names that no row has, and the ones that were meant.
namespace Sluice.Core.Settings;

/// <summary>Says that there is no such setting, the same for a host, a config file and an environment variable.</summary>
public static class UnknownSetting
{
    private const int MostChanges = 3;
    private const int LongestName = 64;

    private static readonly char[] WordEnds = ['_', '-', '.'];

    /// <summary>One line that names the setting, and the one that was probably meant.</summary>
    /// <param name="name">The unknown name.</param>
    /// <param name="known">All names, as the reader would write them.</param>
    public static string Text(string name, IEnumerable<string> known) => Nearest(name, known) is { } nearest
        ? $"unknown setting '{name}'; did you mean '{nearest}'?"
        : $"unknown setting '{name}'; the README lists the settings";

    /// <summary>The first of the names that are most alike, else the first with a word in common; null when there is none.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        if (name.Length > LongestName)
            return null;
        string[] words = name.Split(WordEnds, StringSplitOptions.RemoveEmptyEntries);
        string? nearest = null, related = null;
        // Half of a short name may not change, or anything would be alike.
        int most = Math.Min(MostChanges, name.Length / 2) + 1;
        foreach (string other in known)
        {
            int changes = Distance(name.ToUpperInvariant(), other.ToUpperInvariant());
            if (changes < most)
                (nearest, most) = (other, changes);
            if (related is null && other.Split(WordEnds).Intersect(words, StringComparer.OrdinalIgnoreCase).Any())
                related = other;
        }
        return nearest ?? related;
    }

    /// <summary>How many letters are to be added, dropped, changed, or swapped with the next.</summary>
    private static int Distance(string one, string two)
    {
        var (before, row, next) = (new int[two.Length + 1], new int[two.Length + 1], new int[two.Length + 1]);
        for (int j = 0; j <= two.Length; j++)
            row[j] = j;
        for (int i = 1; i <= one.Length; i++)
        {
            next[0] = i;
            for (int j = 1; j <= two.Length; j++)
            {
                int change = row[j - 1] + (one[i - 1] == two[j - 1] ? 0 : 1);
                next[j] = Math.Min(change, Math.Min(row[j], next[j - 1]) + 1);
                if (i > 1 && j > 1 && one[i - 1] == two[j - 2] && one[i - 2] == two[j - 1])
                    next[j] = Math.Min(next[j], before[j - 2] + 1);
            }
            (before, row, next) = (row, next, before);
        }
        return row[two.Length];
    }
}
