// Settings: the rows that parse, pull, the input and the filter have in common.
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Settings;

/// <summary>The name, default and help of each row are defined only here; a front end says where the value goes.</summary>
public static class RecordRows
{
    private static readonly ParseOptions Defaults = new();

    /// <summary>How the columns of lines may be given, by names or by the name of a format.</summary>
    public static string ColumnForms { get; } = $"names (version srcaddr dstaddr ...), or a format ({string.Join(", ", FlowOrders.Names)})";

    /// <summary>The rows that are the same in every front end.</summary>
    public static Setting<T>[] Shared<T>(Func<T, ParseOptions> get, Action<T, ParseOptions> set) =>
    [
        Of<T, Schema>("schema", $"Output mapping: {SchemaName.List}", RecordChoices.Schemas, Defaults.Schema, (s, v) => set(s, get(s) with { Schema = v })),
        new("data_stream_namespace", "off", "Schema ecs: data_stream fields (type logs, dataset aws.vpcflow) with this namespace",
            (s, v) => SettingValue.Text(v, t => set(s, get(s) with { DataStreamNamespace = t }))) { IsDescribed = true },
        new("fields", "AWS's default formats", $"Columns of lines without a header: {ColumnForms}",
            (s, v) => SettingValue.Text(v, t => set(s, get(s) with { Fields = t }))) { IsDescribed = true },
    ];

    /// <summary>What an event is made of. The default is only described, because a receiver may have another.</summary>
    public static Setting<T> Emit<T>(Action<T, Emit> set) =>
        Of("emit", "ecs: records of the schema; raw: the line of each, under log; intake: the line, or a flat object where Sekoia's intake would not parse it",
            RecordChoices.Emits, Defaults.Emit, set, isDescribed: true);

    /// <summary>The encoding, where bare lines may be asked for.</summary>
    public static Setting<T> Output<T>(Action<T, OutputEncoding> set) =>
        new("output", "ndjson; lines with emit intake", "ndjson: a JSON object per line; msgpack: Fluent Bit events; lines: what emit raw and intake give, as it is", (s, v) => RecordChoices.Encodings.Read(v, t => set(s, t)))
        {
            Letter = "o",
            Words = RecordChoices.Encodings.Names,
            IsDescribed = true,
        };

    /// <summary>Whether the event around a record names where it comes from.</summary>
    public static Setting<T> Metadata<T>(Action<T, bool> set) =>
        new("metadata", Defaults.OriginMetadata ? "on" : "off", "Bucket and key in the event's metadata, which JSON outputs of Fluent Bit 4 and 5 show as __internal__", (s, v) => SettingValue.Switch(v, t => set(s, t)));

    /// <summary>What becomes of a malformed line, where it may end the work.</summary>
    public static Setting<T> OnMalformed<T>(Action<T, OnMalformed> set) =>
        OnMalformed("Malformed lines: keep (as events with error.message), drop or fail (in pull, the message stays in the queue)", RecordChoices.OnMalformed, Defaults.OnMalformed, set);

    /// <summary>What becomes of a malformed line, with the front end's own choices.</summary>
    public static Setting<T> OnMalformed<T, TChoice>(string help, Choice<TChoice> choice, TChoice preset, Action<T, TChoice> set)
        where TChoice : struct, Enum => Of("on_malformed", help, choice, preset, set);

    /// <summary>A row whose value is one of a few words.</summary>
    public static Setting<T> Of<T, TChoice>(string name, string help, Choice<TChoice> choice, TChoice preset, Action<T, TChoice> set, bool isDescribed = false)
        where TChoice : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(choice);
        return new(name, choice.Of(preset), help, (s, v) => choice.Read(v, t => set(s, t))) { Words = choice.Names, IsDescribed = isDescribed };
    }
}
