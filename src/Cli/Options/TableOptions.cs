// Options: the rows of a settings table as options, environment variables and keys of a config file.
using System.CommandLine;
using System.CommandLine.Parsing;
using Sluice.Core.Settings;
using Sluice.Pull.Settings;

namespace Sluice.Cli.Options;

/// <summary>Sets the rows of one table from each of their sources; the caller reads the nearest source last.</summary>
/// <typeparam name="T">What the rows set.</typeparam>
internal sealed class TableOptions<T>
{
    private readonly SettingTable<T> _table;
    private readonly List<(Setting<T> Setting, Option Option)> _options = [];

    /// <summary>One option for each row, except for those that the command does not take.</summary>
    public TableOptions(SettingTable<T> table, params IEnumerable<string> without)
    {
        _table = table;
        foreach (var setting in table.All)
            if (!without.Contains(setting.Name))
                _options.Add((setting, SettingOption.Of(setting)));
    }

    /// <summary>The variables of all rows, also of those that are no options.</summary>
    public IEnumerable<string> VariableNames => _table.All.SelectMany(SettingVariables.Of);

    public void AddTo(Command command)
    {
        foreach (var (_, option) in _options)
            command.Add(option);
    }

    /// <summary>Makes a wrong value a usage error, in the words of its row.</summary>
    public void Check(Func<T> scratch)
    {
        foreach (var (setting, option) in _options)
        {
            option.Validators.Add(result =>
            {
                foreach (var token in result.Tokens)
                    if (setting.Apply(scratch(), token.Value) is { } fault)
                        result.AddError($"{setting.Option}: {fault}");
            });
        }
    }

    /// <summary>Sets a key of a config file; false when the table has no such row. Throws <see cref="SettingsException"/>.</summary>
    public bool TrySet(T settings, string name, string value, string where)
    {
        if (_table.Find(name) is not { } setting)
            return false;
        Apply(setting, settings, value, $"{where}: {name}");
        return true;
    }

    /// <summary>Sets every row whose variable is set; throws <see cref="SettingsException"/>.</summary>
    public void ReadVariables(T settings)
    {
        foreach (var setting in _table.All)
            if (SettingVariables.Of(setting).FirstOrDefault(name => Variables.Value(name) is not null) is { } name)
                Apply(setting, settings, Variables.Value(name)!, name);
    }

    /// <summary>Sets every row whose option is given; throws <see cref="SettingsException"/>.</summary>
    public void ReadOptions(ParseResult result, T settings)
    {
        foreach (var (setting, option) in _options)
            foreach (string value in Values(result, option) is { } values ? setting.IsRepeated ? values : values[^1..] : [])
                Apply(setting, settings, value, setting.Option);
    }

    /// <summary>The value of a row's option; null where the option is not given.</summary>
    public string? Given(ParseResult result, string name) => Values(result, _options.Single(pair => pair.Setting.Name == name).Option)?[^1];

    private static string[]? Values(ParseResult result, Option option) =>
        result.GetResult(option) is not { Implicit: false } given ? null
        : given.Tokens.Count == 0 ? [""] : [.. given.Tokens.Select(token => token.Value)];

    private static void Apply(Setting<T> setting, T settings, string value, string source)
    {
        if (setting.Apply(settings, value) is { } fault)
            throw new SettingsException($"{source}: {fault}");
    }
}
