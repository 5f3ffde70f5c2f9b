// Options: what can be chosen about a run besides what is pulled and where it goes; RunSettingTable names each.
using Sluice.Cli.Output;
using Sluice.Core.Settings;
using Sluice.Pull.Log;

namespace Sluice.Cli.Options;

/// <summary>The command line's own settings.</summary>
internal sealed class RunSettings
{
    /// <summary>The defaults, which only the table holds.</summary>
    public RunSettings() => RunSettingTable.Table.Preset(this);

    /// <summary>The encoding of the output; absent: the one that suits what is emitted.</summary>
    public OutputEncoding? Output { get; set; }

    /// <summary>The number of records after which to end; absent: no limit.</summary>
    public long? MaxRecords { get; set; }

    /// <summary>How long the run may take to finish after a signal.</summary>
    public TimeSpan Grace { get; set; }

    /// <summary>Where to serve metrics; absent: nowhere.</summary>
    public string? Metrics { get; set; }

    /// <summary>The form of log lines.</summary>
    public ConsoleFormat LogFormat { get; set; }

    /// <summary>The least urgent level that is logged.</summary>
    public LogLevel LogLevel { get; set; }

    /// <summary>No summary; only errors are logged.</summary>
    public bool Quiet { get; set; }

    /// <summary>The config file; absent: none.</summary>
    public string? Config { get; set; }

    /// <summary>The log on standard error.</summary>
    public ConsoleLog Log() => new(LogFormat == ConsoleFormat.Json, Quiet ? LogLevel.Error : LogLevel);
}
