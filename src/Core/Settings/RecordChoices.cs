// Settings: the words of settings that decide what a line becomes, the same in every front end.
namespace Sluice.Core.Settings;

/// <summary>One list of words for each choice.</summary>
public static class RecordChoices
{
    /// <summary>Output mappings.</summary>
    public static Choice<Schema> Schemas { get; } = new("schema",
        ("sekoia", Schema.Sekoia), ("sekoia-current", Schema.SekoiaCurrent), ("ecs", Schema.Ecs), ("aws", Schema.Aws));

    /// <summary>What an event is made of.</summary>
    public static Choice<Emit> Emits { get; } = new("value", ("ecs", Emit.Records), ("raw", Emit.Raw), ("intake", Emit.Intake));

    /// <summary>How an event is written.</summary>
    public static Choice<OutputEncoding> Encodings { get; } = new("value",
        ("ndjson", OutputEncoding.Ndjson), ("msgpack", OutputEncoding.MsgPack), ("lines", OutputEncoding.Lines));

    /// <summary>The encoding on standard output: the chosen one, else the one that suits what is emitted.</summary>
    public static OutputEncoding EncodingFor(Emit emit, OutputEncoding? chosen) => chosen ?? (emit == Emit.Intake ? OutputEncoding.Lines : OutputEncoding.Ndjson);

    /// <summary>What becomes of a malformed line.</summary>
    public static Choice<OnMalformed> OnMalformed { get; } = new("value",
        ("keep", Settings.OnMalformed.Keep), ("drop", Settings.OnMalformed.Drop), ("fail", Settings.OnMalformed.Fail));
}
