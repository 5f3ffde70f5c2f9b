// Options: makes an option from a row of a settings table.
using System.CommandLine;
using Sluice.Core.Settings;

namespace Sluice.Cli.Options;

/// <summary>Name, help and default of an option are those of its row.</summary>
internal static class SettingOption
{
    /// <summary>An option whose values the caller applies the row to.</summary>
    public static Option Of<T>(Setting<T> setting)
    {
        // Given twice, a row of one value is an error: only one of both would be read.
        Option option = setting.IsSwitch || setting.IsRepeated ? new Option<string[]>(setting.Option) : new Option<string>(setting.Option);
        option.Arity = setting.IsSwitch ? ArgumentArity.ZeroOrMore : setting.IsRepeated ? ArgumentArity.OneOrMore : ArgumentArity.ExactlyOne;
        option.Description = Describe(setting);
        IReadOnlyList<string> words = setting.IsSwitch ? ["on", "off"] : setting.Words;
        option.HelpName = words.Count > 0 ? string.Join('|', words) : setting.Placeholder;
        if (setting.Letter.Length > 0)
            option.Aliases.Add("-" + setting.Letter);
        if (words.Count > 0)
            option.CompletionSources.Add([.. words]);
        return option;
    }

    /// <summary>The row's help and default.</summary>
    private static string Describe<T>(Setting<T> setting) => setting.Default.Length == 0 ? setting.Help : $"{setting.Help} [default: {setting.Default}]";
}
