// Options: where the value of a switch ends.
using Sluice.Core.Settings;
using Sluice.Pull.Settings;

namespace Sluice.Cli.Options;

/// <summary>A switch may stand alone. The parser would take any next word for its value, a file to read or an address too.</summary>
internal static class SwitchWords
{
    private static readonly HashSet<string> Switches =
        [.. Spellings(PullSettingTable.All), .. Spellings(RunSettingTable.Table.All), .. Spellings(ParseSettingTable.Table.All)];

    /// <summary>The same words, with <c>=on</c> at each switch that stands alone.</summary>
    public static string[] Complete(string[] words)
    {
        string[] complete = [.. words];
        for (int i = 0; i < words.Length && words[i] != "--"; i++)
            if (Switches.Contains(words[i]) && !(i + 1 < words.Length && words[i + 1].ToLowerInvariant() is "on" or "off" or "true" or "false"))
                complete[i] += "=on";
        return complete;
    }

    private static IEnumerable<string> Spellings<T>(IEnumerable<Setting<T>> settings) =>
        settings.Where(setting => setting.IsSwitch).SelectMany(setting => setting.Letter.Length > 0 ? (string[])[setting.Option, "-" + setting.Letter] : [setting.Option]);
}
