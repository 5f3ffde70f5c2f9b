// Settings: one row of the sinks' table of settings.
namespace Sluice.Deliver;

/// <summary>A setting's name, default and help, as command line, environment and config file spell them.</summary>
public sealed class SinkSetting
{
    private readonly Func<SinkSettings, string, string?> _apply;

    internal SinkSetting(string name, string defaultText, string help, Func<SinkSettings, string, string?> apply)
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

    /// <summary>Whether it may be given several times.</summary>
    public bool IsRepeated { get; internal init; }

    /// <summary>The option of the command line.</summary>
    public string Option => "--" + Name.Replace('_', '-');

    /// <summary>The environment variable.</summary>
    public string Variable => "SLUICE_" + Name.ToUpperInvariant();

    /// <summary>Sets it; returns what is wrong with the value, without showing a secret, or null.</summary>
    public string? Apply(SinkSettings settings, string value) => _apply(settings, value.Trim());
}
