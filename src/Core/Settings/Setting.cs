// Settings: one row of a table of settings.
namespace Sluice.Core.Settings;

/// <summary>A setting's name, its default and its help, as every host and the command line spell them.</summary>
/// <typeparam name="TSettings">What the row sets.</typeparam>
public sealed class Setting<TSettings>
{
    private readonly Func<TSettings, string, string?> _apply;

    /// <summary>A row.</summary>
    /// <param name="name">See <see cref="Name"/>.</param>
    /// <param name="defaultText">See <see cref="Default"/>.</param>
    /// <param name="help">See <see cref="Help"/>.</param>
    /// <param name="apply">Sets a value; returns what is wrong with it, or null.</param>
    public Setting(string name, string defaultText, string help, Func<TSettings, string, string?> apply)
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

    /// <summary>The default text describes what happens without the setting; it is not a value.</summary>
    public bool IsDescribed { get; init; }

    /// <summary>The allowed values, where they are a few words.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The help text, one sentence.</summary>
    public string Help { get; }

    /// <summary>Other accepted names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether it may be given several times.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>Whether the option may come without a value on a command line, meaning on.</summary>
    public bool IsSwitch { get; init; }

    /// <summary>The short option of the command line; none where it is empty.</summary>
    public string Letter { get; init; } = "";

    /// <summary>What help shows in place of a value, where that is not one of a few words.</summary>
    public string Placeholder { get; init; } = "VALUE";

    /// <summary>The option of the command line.</summary>
    public string Option => "--" + Name.Replace('_', '-');

    /// <summary>The environment variable of the command line.</summary>
    public string Variable => "SLUICE_" + Name.ToUpperInvariant();

    /// <summary>Sets it; returns what is wrong with the value, without showing a secret, or null.</summary>
    public string? Apply(TSettings settings, string value) => _apply(settings, value.Trim());
}
