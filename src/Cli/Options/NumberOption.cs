// Options: an option of one command alone whose value is a number.
using System.CommandLine;
using Sluice.Core.Settings;

namespace Sluice.Cli.Options;

/// <summary>Reads a number as settings do, so that the same mistake is told in the same words.</summary>
internal static class NumberOption
{
    public static Option<int> Of(string name, string help, int preset, int least, int most) => new(name)
    {
        Description = help,
        HelpName = "N",
        DefaultValueFactory = _ => preset,
        CustomParser = result =>
        {
            int number = 0;
            if (SettingValue.Number(result.Tokens[^1].Value, least, most, value => number = (int)value) is { } fault)
                result.AddError($"{name}: {fault}");
            return number;
        },
    };
}
