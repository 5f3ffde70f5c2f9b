// Options: the one table by which the command line's own options, variables and config keys are read.
using Sluice.Cli.Output;
using Sluice.Core.Settings;
using Sluice.Pull.Log;

namespace Sluice.Cli.Options;

/// <summary>Every setting of a run that is not the engine's or the receiver's, in the order a person reads them.</summary>
internal static class RunSettingTable
{
    private static readonly Choice<ConsoleFormat> Formats = new("value", ("text", ConsoleFormat.Text), ("json", ConsoleFormat.Json));

    private static readonly Choice<LogLevel> Levels = new("value", ("error", LogLevel.Error), ("warn", LogLevel.Warn), ("info", LogLevel.Info), ("debug", LogLevel.Debug));

    /// <summary>Where metrics are served, which <c>top</c> reads too.</summary>
    public static Setting<RunSettings> Metrics { get; } =
        new("metrics", "", "Serve /metrics (Prometheus), /healthz, /livez and /readyz at [HOST:]PORT; without a host on loopback", (s, v) => SettingValue.Text(v, t => s.Metrics = t)) { Placeholder = "[HOST:]PORT" };

    /// <summary>The config file, the one setting that it cannot hold itself.</summary>
    public static Setting<RunSettings> Config { get; } =
        new("config", "", "File of settings, one 'name = value' per line", (s, v) => SettingValue.Text(v, t => s.Config = t)) { Placeholder = "FILE" };

    /// <summary>What only a command that writes or delivers records has a use for.</summary>
    private static readonly Setting<RunSettings>[] OfRecords =
    [
        RecordRows.Output<RunSettings>((s, v) => s.Output = v),
        new("max_records", "", "End after this many records", (s, v) => SettingValue.Number(v, 1, long.MaxValue, t => s.MaxRecords = t)) { Placeholder = "N" },
        new("grace", "10s", "Time to finish in after SIGTERM or SIGINT", (s, v) => SettingValue.Seconds(v, 0, 3600, t => s.Grace = TimeSpan.FromSeconds(t))) { Placeholder = "TIME" },
        Metrics,
        new("quiet", "off", "No summary; log only errors", (s, v) => SettingValue.Switch(v, t => s.Quiet = t)) { IsSwitch = true, Letter = "q" },
    ];

    /// <summary>The table.</summary>
    public static SettingTable<RunSettings> Table { get; } = new(
    [
        .. OfRecords,
        RecordRows.Of<RunSettings, ConsoleFormat>("log_format", "Log lines on standard error: text or json", Formats, ConsoleFormat.Text, (s, v) => s.LogFormat = v),
        RecordRows.Of<RunSettings, LogLevel>("log_level", "Least urgent log lines to write: error, warn, info or debug", Levels, LogLevel.Info, (s, v) => s.LogLevel = v),
        Config,
    ]);

    /// <summary>The names that a command without records does not take.</summary>
    public static IEnumerable<string> NamesOfRecords => OfRecords.Select(row => row.Name);
}
