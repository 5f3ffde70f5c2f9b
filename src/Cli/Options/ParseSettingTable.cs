// Options: the one table by which the options of parse are read.
using Sluice.Core.Settings;

namespace Sluice.Cli.Options;

/// <summary>Every setting of parse: the rows that it shares with the other front ends, and its own.</summary>
internal static class ParseSettingTable
{
    public static SettingTable<ParseSettings> Table { get; } = new(
    [
        .. RecordRows.Shared<ParseSettings>(s => s.Record, (s, v) => s.Record = v),
        RecordRows.Emit<ParseSettings>((s, v) => s.Record = s.Record with { Emit = v }),
        RecordRows.OnMalformed<ParseSettings>((s, v) => s.Record = s.Record with { OnMalformed = v }),
        RecordRows.Output<ParseSettings>((s, v) => s.Output = v),
        new("quiet", "off", "No summary, no progress, no notes on malformed lines", (s, v) => SettingValue.Switch(v, t => s.Quiet = t)) { IsSwitch = true, Letter = "q" },
    ]);
}
