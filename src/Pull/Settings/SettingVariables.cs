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
        string? nearest = UnknownSetting.Nearest(name[Prefix.Length..], known.Order(StringComparer.Ordinal).Select(other => other[Prefix.Length..]));
        return $"{Core.Text.Printable.Escape(name)} is not a setting and is ignored{(nearest is null ? "" : $"; did you mean {Prefix}{nearest}?")}";
    }

    /// <summary>Kubernetes sets such variables in every pod that runs beside a service called sluice (or sluice-…).</summary>
    private static bool IsOfKubernetes(KeyValuePair<string, string> variable) => OfService().IsMatch(variable.Key)
        || (variable.Key.EndsWith("_PORT", StringComparison.Ordinal) && variable.Value.Contains("://", StringComparison.Ordinal));

    [GeneratedRegex("^SLUICE_([A-Z0-9_]+_)?(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)\\z")]
    private static partial Regex OfService();
}
