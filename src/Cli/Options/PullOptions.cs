// Options: the settings of a command that speaks to AWS, from options, environment variables and config file.
using System.CommandLine;
using Sluice.Cli.Output;
using Sluice.Core.Settings;
using Sluice.Deliver.Settings;
using Sluice.Pull.Settings;

namespace Sluice.Cli.Options;

/// <summary>One option per row of the tables of the engine, of delivery and of the command line's own settings.</summary>
internal sealed class PullOptions
{
    /// <summary>Variables that are no settings: those of this repository's tests.</summary>
    private static readonly string[] OfTests = ["SLUICE_SO", "SLUICE_SOAK"];

    private readonly TableOptions<PullSettings> _pull;
    private readonly TableOptions<SinkSettings> _sink = new(SinkSettingTable.Table);
    private readonly TableOptions<RunSettings> _run;
    private readonly bool _hasSink;

    /// <summary>The options of a command, except for the engine's rows that it has no use for.</summary>
    /// <param name="withSink">It knows receivers.</param>
    /// <param name="withRecords">It writes or delivers records.</param>
    /// <param name="without">Rows of the engine.</param>
    public PullOptions(bool withSink, bool withRecords, params string[] without)
    {
        _hasSink = withSink;
        _pull = new(PullSettingTable.Table, without);
        _run = new(RunSettingTable.Table, withRecords ? [] : RunSettingTable.NamesOfRecords);
    }

    /// <summary>Where the records go.</summary>
    public SinkSettings Sink { get; private set; } = new();

    /// <summary>How the command runs.</summary>
    public RunSettings Run { get; private set; } = new();

    public void AddTo(Command command)
    {
        _pull.AddTo(command);
        if (_hasSink)
            _sink.AddTo(command);
        _run.AddTo(command);
    }

    /// <summary>The settings of this invocation; throws <see cref="SettingsException"/> with one line that shows no secret.</summary>
    public PullSettings Read(ParseResult result)
    {
        var settings = new PullSettings();
        Sink = new SinkSettings();
        Run = new RunSettings();
        // The farthest source first: each nearer one overwrites.
        Setting<RunSettings> config = RunSettingTable.Config;
        if ((_run.Given(result, config.Name) ?? Variables.Value(config.Variable)) is { Length: > 0 } file)
            ReadFile(file, settings);

        _pull.ReadVariables(settings);
        _sink.ReadVariables(Sink);
        _run.ReadVariables(Run);
        foreach (string line in SettingVariables.Unknown(Variables.All(), [.. OfTests, .. _sink.VariableNames, .. _run.VariableNames]))
            StandardError.Line($"sluice: warning: {line}");

        _pull.ReadOptions(result, settings);
        _run.ReadOptions(result, Run);
        if (_hasSink)
            ReadSink(result);

        settings.Encoding = RecordChoices.EncodingFor(settings.Emit ?? Emit.Records, Run.Output);
        if (_hasSink)
            Sink.Choose(settings);
        return settings;
    }

    private void ReadFile(string file, PullSettings settings)
    {
        foreach (var (name, value, line) in ConfigFile.Read(file))
        {
            string where = $"{file}:{line}";
            if (RunSettingTable.Table.Find(name) == RunSettingTable.Config)
                throw new SettingsException($"{where}: {name}: a config file cannot name another; use {RunSettingTable.Config.Option} or {RunSettingTable.Config.Variable}");
            if (!_sink.TrySet(Sink, name, value, where) && !_run.TrySet(Run, name, value, where) && !_pull.TrySet(settings, name, value, where))
                throw new SettingsException($"{where}: {UnknownSetting.Text(name, [.. PullSettingTable.Table.Names, .. SinkSettingTable.Table.Names, .. RunSettingTable.Table.Names])}");
        }
    }

    private void ReadSink(ParseResult result)
    {
        _sink.ReadOptions(result, Sink);
        // A key wins over a key file, unless only the file is named on the command line.
        if (_sink.Given(result, "intake_key_file") is not null && _sink.Given(result, "intake_key") is null)
            Sink.IntakeKey = null;
    }
}
