// Settings: everything that can be chosen about a receiver; SinkSettingTable names each.
using Sluice.Core.Settings;
using Sluice.Pull.Settings;

namespace Sluice.Deliver.Settings;

/// <summary>The settings of delivery.</summary>
public sealed record SinkSettings
{
    /// <summary>The defaults, which only the table holds.</summary>
    public SinkSettings() => SinkSettingTable.Table.Preset(this);

    /// <summary>FRA1, Sekoia's first region.</summary>
    public const string DefaultIntake = "https://intake.sekoia.io";

    /// <summary><c>stdout</c>, <c>sekoia</c>, or an http or https address.</summary>
    public string To { get; set; } = "";

    /// <summary>The intake key itself.</summary>
    public string? IntakeKey { get; set; }

    /// <summary>A file that holds the intake key.</summary>
    public string? IntakeKeyFile { get; set; }

    /// <summary>The base address of the intake.</summary>
    public string IntakeUrl { get; set; } = "";

    /// <summary>Headers as given: <c>Name: value</c>.</summary>
    public IReadOnlyList<string> Headers { get; set; } = [];

    /// <summary>How an http receiver takes events.</summary>
    public BodyFormat Format { get; set; }

    /// <summary>Whether requests are compressed; absent: only for Sekoia, which is known to accept it.</summary>
    public bool? Gzip { get; set; }

    /// <summary>Batches under way at once.</summary>
    public int InFlight { get; set; }

    /// <summary>The file of refused events; absent: a refusal ends the run.</summary>
    public string? Rejects { get; set; }

    /// <summary>Records go to standard output.</summary>
    public bool IsStandardOutput => To == "stdout";

    /// <summary>Records go to Sekoia's intake.</summary>
    public bool IsSekoia => To == "sekoia";

    /// <summary>
    /// Settles what is emitted and how it is encoded for this receiver; throws <see cref="SettingsException"/> where
    /// the receiver could not use it.
    /// </summary>
    public void Choose(PullSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (IsStandardOutput)
            return;
        if (settings.Encoding == OutputEncoding.MsgPack)
            throw new SettingsException("output: msgpack is for standard output and Fluent Bit; a receiver takes ndjson or lines");
        if (!IsSekoia)
        {
            if (Format == BodyFormat.Array && settings.Encoding == OutputEncoding.Lines)
                throw new SettingsException("http_format: an array needs JSON (output ndjson), but output is lines");
            return;
        }

        settings.Emit ??= settings.Schema == Schema.Aws ? Emit.Records : Emit.Intake;
        if (settings.Emit == Emit.Records && settings.Schema != Schema.Aws)
            throw new SettingsException($"emit: the intake parses records itself, and finds no fields in those of schema {SchemaName.Of(settings.Schema)}; remove emit, or set schema aws");
        settings.Encoding = settings.Emit == Emit.Records ? OutputEncoding.Ndjson : OutputEncoding.Lines;
    }
}
