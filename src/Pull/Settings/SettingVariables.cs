// Settings: environment variables that are meant for us and that nothing reads.
using System.Text.RegularExpressions;
using Sluice.Core.Settings;

namespace Sluice.Pull.Settings;

/// <summary>Finds variables <c>SLUICE_…</c> that are no setting: a typo would otherwise go unnoticed.</summary>
public static partial class SettingVariables
{
    private const string Prefix = "SLUICE_";

    /// <summary>A setting's variables, including those of its aliases; the first that is set and not empty counts.</summary>
    public static IEnumerable<string> Of<T>(Setting<T> setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return setting.Aliases.Select(alias => Prefix + alias.ToUpperInvariant()).Prepend(setting.Variable);
    }

    /// <summary>One line for each variable that nothing reads; values are not shown.</summary>
    /// <param name="variables">The environment.</param>
    /// <param name="others">Variables of the command line that are no settings of the engine.</param>
    public static IReadOnlyList<string> Unknown(IEnumerable<KeyValuePair<string, string>> variables, IReadOnlyCollection<string> others)
    {
        ArgumentNullException.ThrowIfNull(variables);
        var known = PullSettingTable.All.SelectMany(Of).Concat(others).ToHashSet(StringComparer.Ordinal);
        return [.. variables.Where(variable => variable.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && !known.Contains(variable.Key) && !IsOfKubernetes(variable))
            .Select(variable => variable.Key).Order(StringComparer.Ordinal).Select(name => Line(name, known))];
    }

    private static string Line(string name, HashSet<string> known)
    {
        string upper = name.ToUpperInvariant();
        string near = known.MinBy(other => (Distance(upper, other), other))!;
        return $"{Core.Text.Printable.Escape(name)} is not a setting and is ignored{(Distance(upper, near) <= 3 ? $"; did you mean {near}?" : "")}";
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

    /// <summary>Kubernetes sets such variables in every pod that runs beside a service called sluice (or sluice-…).</summary>
    private static bool IsOfKubernetes(KeyValuePair<string, string> variable) => OfService().IsMatch(variable.Key)
        || (variable.Key.EndsWith("_PORT", StringComparison.Ordinal) && variable.Value.Contains("://", StringComparison.Ordinal));

    [GeneratedRegex("^SLUICE_([A-Z0-9_]+_)?(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)\\z")]
    private static partial Regex OfService();
}
