// Settings: a table of settings, as front ends read it.
namespace Sluice.Core.Settings;

/// <summary>The rows of one kind of settings, in the order in which a person reads them.</summary>
/// <typeparam name="TSettings">What the rows set.</typeparam>
public sealed class SettingTable<TSettings>(params Setting<TSettings>[] rows)
{
    /// <summary>All rows.</summary>
    public IReadOnlyList<Setting<TSettings>> All { get; } = rows;

    /// <summary>The names of all rows, each followed by its aliases.</summary>
    public IEnumerable<string> Names => All.SelectMany(row => row.Aliases.Prepend(row.Name));

    /// <summary>The row of a name or an alias; case does not matter, and <c>-</c> is read as <c>_</c>.</summary>
    public Setting<TSettings>? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string key = name.Trim().Replace('-', '_');
        foreach (var row in All)
        {
            if (row.Name.Equals(key, StringComparison.OrdinalIgnoreCase) || row.Aliases.Contains(key, StringComparer.OrdinalIgnoreCase))
                return row;
        }

        return null;
    }

    /// <summary>Sets one setting by its name; returns one line that names the setting and what is wrong, or null.</summary>
    public string? Set(TSettings settings, string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (Find(name) is not { } row)
            return UnknownSetting.Text(name, Names);
        return row.Apply(settings, value) is { } fault ? $"{name}: {fault}" : null;
    }

    /// <summary>Sets every default that is a value, so that defaults are defined only in their rows.</summary>
    public void Preset(TSettings settings)
    {
        foreach (var row in All)
        {
            if (!row.IsDescribed && row.Default.Length > 0 && row.Apply(settings, row.Default) is { } fault)
                throw new InvalidOperationException($"the default of {row.Name}: {fault}");
        }
    }
}
