// Options: the engine's settings as options, environment variables and config file, in that order of precedence.
using System.CommandLine;
using System.CommandLine.Parsing;
using Sluice.Cli.Output;
using Sluice.Core.Settings;
using Sluice.Deliver.Settings;
using Sluice.Pull.Log;
using Sluice.Pull.Settings;

namespace Sluice.Cli.Options;

/// <summary>The settings of the commands that speak to AWS; one option per row of the engine's table.</summary>
internal sealed class PullOptions
{
    /// <summary>Variables that are not engine settings: the command line's own, and those of this repository's tests.</summary>
    private static readonly string[] OtherVariables = ["SLUICE_CONFIG", "SLUICE_LOG_FORMAT", "SLUICE_LOG_LEVEL", "SLUICE_METRICS", "SLUICE_SO", "SLUICE_SOAK"];

    private readonly List<(Setting<PullSettings> Setting, Option<string> Option)> _options = [];
    private readonly SinkOptions? _sink;

    public Option<string?> Config { get; } = new("--config") { Description = "File of settings, 'name = value' a line (SLUICE_CONFIG)", HelpName = "FILE" };

    public Option<string?> LogFormat { get; } = new("--log-format") { Description = "Log lines on standard error: text or json (SLUICE_LOG_FORMAT) [default: text]" };

    public Option<string?> LogLevel { get; } = new("--log-level") { Description = "error, warn, info or debug (SLUICE_LOG_LEVEL) [default: info]" };

    /// <summary>The output encoding, a setting of the command line's own.</summary>
    public static Setting<PullSettings> Output { get; } = RecordRows.Output<PullSettings>((s, v) => s.Encoding = v);

    /// <summary>Where the records go.</summary>
    public SinkSettings Sink { get; private set; } = new();

    /// <summary>Whether the user chose the output encoding.</summary>
    public bool IsOutputChosen { get; private set; }

    public PullOptions(params string[] without)
        : this(withSink: false, without)
    {
    }

    public PullOptions(bool withSink, params string[] without)
    {
        _sink = withSink ? new SinkOptions() : null;
        LogFormat.AcceptOnlyFromAmong("text", "json");
        LogLevel.AcceptOnlyFromAmong("error", "warn", "info", "debug");
        foreach (var setting in PullSettingTable.All)
        {
            if (without.Contains(setting.Name))
                continue;
            _options.Add((setting, SettingOption.Of(setting)));
        }
    }

    public void AddTo(Command command)
    {
        foreach (var (_, option) in _options)
            command.Add(option);
        _sink?.AddTo(command);
        command.Add(Config);
        command.Add(LogFormat);
        command.Add(LogLevel);
    }

    /// <summary>The settings of this invocation; throws <see cref="SettingsException"/> with one line.</summary>
    public PullSettings Read(ParseResult result)
    {
        var settings = new PullSettings();
        Sink = new SinkSettings();
        IsOutputChosen = false;
        // Lowest precedence first: each later source overwrites.
        if ((result.GetValue(Config) ?? Variable("SLUICE_CONFIG")) is { Length: > 0 } file)
        {
            foreach (var (name, value, line) in ConfigFile.Read(file))
            {
                if (!IsOurs(name, settings, value, $"{file}:{line}") && !settings.TrySet(name, value, out string error))
                    throw new SettingsException($"{file}:{line}: {error}");
            }
        }

        foreach (var setting in PullSettingTable.All)
        {
            string? name = SettingVariables.Of(setting).FirstOrDefault(variable => Variable(variable) is not null);
            if (name is not null && setting.Apply(settings, Variable(name)!) is { } fault)
                throw new SettingsException($"{name}: {fault}");
        }
        SinkOptions.ReadVariables(Sink);
        if (Variable(Output.Variable) is { } output)
            ChooseOutput(settings, Output.Variable, output);
        foreach (string line in SettingVariables.Unknown(Everything(), [.. OtherVariables, Output.Variable, .. SinkSettingTable.All.Select(row => row.Variable)]))
            StandardError.Line($"sluice: warning: {line}");

        foreach (var (setting, option) in _options)
        {
            if (result.GetResult(option) is not { Implicit: false } given)
                continue;
            string value = given.Tokens.Count == 0 ? "" : given.Tokens[^1].Value;
            if (setting.Apply(settings, value) is { } fault)
                throw new SettingsException($"{setting.Option}: {fault}");
        }
        _sink?.Read(result, Sink);
        return settings;
    }

    /// <summary>A variable's value; null when it is unset or blank.</summary>
    public static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private static IEnumerable<KeyValuePair<string, string>> Everything() => Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
        .Select(entry => KeyValuePair.Create((string)entry.Key, entry.Value as string ?? ""));

    /// <summary>Sets the output encoding, and notes that the user chose it.</summary>
    public void ChooseOutput(PullSettings settings, string source, string value)
    {
        if (Output.Apply(settings, value) is { } fault)
            throw new SettingsException($"{source}: {fault}");
        IsOutputChosen = true;
    }

    /// <summary>The log on standard error; quiet leaves only errors.</summary>
    public ConsoleLog Log(ParseResult result, bool quiet)
    {
        string format = result.GetValue(LogFormat) ?? Variable("SLUICE_LOG_FORMAT") ?? "text";
        string level = result.GetValue(LogLevel) ?? Variable("SLUICE_LOG_LEVEL") ?? "info";
        return new ConsoleLog(format == "json", quiet ? Pull.Log.LogLevel.Error : level switch
        {
            "error" => Pull.Log.LogLevel.Error,
            "warn" => Pull.Log.LogLevel.Warn,
            "debug" => Pull.Log.LogLevel.Debug,
            _ => Pull.Log.LogLevel.Info,
        });
    }

    /// <summary>Applies a config file's line if it is a setting of the command line's own; false when it is not.</summary>
    private bool IsOurs(string name, PullSettings settings, string value, string where)
    {
        if (SinkSettingTable.Find(name) is { } row)
        {
            if (row.Apply(Sink, value) is { } fault)
                throw new SettingsException($"{where}: {name}: {fault}");
            return true;
        }

        if (!name.Equals(Output.Name, StringComparison.OrdinalIgnoreCase))
            return false;
        ChooseOutput(settings, where, value);
        return true;
    }
}
