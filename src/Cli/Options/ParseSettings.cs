// Options: what can be chosen about parse; ParseSettingTable names each.
using Sluice.Core.Settings;

namespace Sluice.Cli.Options;

/// <summary>The settings of parse.</summary>
internal sealed class ParseSettings
{
    /// <summary>The defaults, which only the table holds.</summary>
    public ParseSettings() => ParseSettingTable.Table.Preset(this);

    /// <summary>What a line becomes.</summary>
    public ParseOptions Record { get; set; } = new();

    /// <summary>The encoding; absent: the one that suits what is emitted.</summary>
    public OutputEncoding? Output { get; set; }

    /// <summary>No summary, no progress, no notes.</summary>
    public bool Quiet { get; set; }

    /// <summary>What a line becomes, and how it is written.</summary>
    public ParseOptions ToParseOptions() => Record with { Encoding = RecordChoices.EncodingFor(Record.Emit, Output) };
}
