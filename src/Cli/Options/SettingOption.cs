// Options: makes an option from a row of a settings table.
using System.CommandLine;
using Sluice.Core.Settings;

namespace Sluice.Cli.Options;

/// <summary>Name, help and default of an option are those of its row.</summary>
internal static class SettingOption
{
    /// <summary>An option that is given once; the caller applies the row to its value.</summary>
    public static Option<string> Of<T>(Setting<T> setting)
    {
        var option = new Option<string>(setting.Option)
        {
            Description = Describe(setting),
            HelpName = setting.IsSwitch ? "on|off" : setting.Words.Count > 0 ? string.Join('|', setting.Words) : "VALUE",
            Arity = setting.IsSwitch ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        };
        if (setting.Letter.Length > 0)
            option.Aliases.Add("-" + setting.Letter);
        if (setting.Words.Count > 0)
            option.CompletionSources.Add([.. setting.Words]);
        return option;
    }

    /// <summary>The row's help and default.</summary>
    public static string Describe<T>(Setting<T> setting) => setting.Default.Length == 0 ? setting.Help : $"{setting.Help} [default: {setting.Default}]";
}
