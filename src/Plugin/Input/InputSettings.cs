// Input: the engine's settings as a host passes them.
using Sluice.Plugin.Abi;
using Sluice.Pull.Settings;

namespace Sluice.Plugin.Input;

/// <summary>The pull settings, and the encoding and the metadata of what comes out.</summary>
internal static class InputSettings
{
    /// <summary>Every name a host may ask its user for, other spellings included.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. PullSettingTable.Table.Names, .. InputSettingTable.Table.Names];

    /// <summary>Reads settings; throws <see cref="SettingsException"/> with one line that says what is wrong.</summary>
    public static PullSettings Read(IEnumerable<(string Name, string Value)> list)
    {
        var settings = new PullSettings { EmitHeaders = true };
        InputSettingTable.Table.Preset(settings);
        foreach (var (name, value) in list)
        {
            string? fault = InputSettingTable.Table.Find(name) is not null ? InputSettingTable.Table.Set(settings, name, value)
                : settings.TrySet(name, value, out string error) ? null : error;
            if (fault is not null)
                throw new SettingsException(fault);
        }

        return settings;
    }
}
