// Settings: one row of a table of settings.
namespace Sluice.Pull.Settings;

/// <summary>A setting's name, its default and its help, as every host and the command line spell them.</summary>
/// <typeparam name="TSettings">What the row sets.</typeparam>
public sealed class Setting<TSettings>
{
    private readonly Func<TSettings, string, string?> _apply;

    internal Setting(string name, string defaultText, string help, Func<TSettings, string, string?> apply)
    {
        Name = name;
        Default = defaultText;
        Help = help;
        _apply = apply;
    }

    /// <summary>Snake case, as in a config file.</summary>
    public string Name { get; }

    /// <summary>The default, as a person would write it; empty when there is none.</summary>
    public string Default { get; }

    /// <summary>One sentence.</summary>
    public string Help { get; }

    /// <summary>Other spellings that are understood.</summary>
    public IReadOnlyList<string> Aliases { get; internal init; } = [];

    /// <summary>Whether it may be given several times.</summary>
    public bool IsRepeated { get; internal init; }

    /// <summary>Whether it stands alone on a command line, meaning on.</summary>
    public bool IsSwitch { get; internal init; }

    /// <summary>The option of the command line.</summary>
    public string Option => "--" + Name.Replace('_', '-');

    /// <summary>The environment variable of the command line.</summary>
    public string Variable => "SLUICE_" + Name.ToUpperInvariant();

    /// <summary>Sets it; returns what is wrong with the value, without showing a secret, or null.</summary>
    public string? Apply(TSettings settings, string value) => _apply(settings, value.Trim());
}
