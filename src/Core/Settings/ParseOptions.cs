// Settings: everything that decides what a line becomes.
namespace Sluice.Core.Settings;

/// <summary>What a <see cref="FlowParser"/> does; immutable, shared by any number of parsers.</summary>
public sealed record ParseOptions
{
    /// <summary>The default of <see cref="MaxLineBytes"/>: 1 MiB.</summary>
    public const int DefaultMaxLineBytes = 1 << 20;

    /// <summary>The most that <see cref="MaxLineBytes"/> may be: 32 MiB; the size of a record of such a line still fits an int.</summary>
    public const int MostLineBytes = 32 << 20;

    /// <summary>The output mapping.</summary>
    public Schema Schema { get; init; } = Schema.Sekoia;

    /// <summary>The encoding of the output.</summary>
    public OutputEncoding Encoding { get; init; } = OutputEncoding.Ndjson;

    /// <summary>The fate of a malformed line.</summary>
    public OnMalformed OnMalformed { get; init; } = OnMalformed.Keep;

    /// <summary>
    /// Names of the columns of lines without a header, in AWS's spelling, separated by blanks or commas;
    /// AWS's own form <c>${srcaddr}</c> is read too. A header line in the input takes precedence.
    /// </summary>
    public string? Fields { get; init; }

    /// <summary>
    /// Schema <c>ecs</c> only: the namespace that records name in <c>data_stream.namespace</c>, beside the type
    /// <c>logs</c> and the dataset <c>aws.vpcflow</c>. Null: no <c>data_stream</c> fields.
    /// </summary>
    public string? DataStreamNamespace { get; init; }

    /// <summary>
    /// Schema <c>aws</c> only: records that come from an S3 object carry <c>aws_s3_bucket</c>, <c>aws_s3_key</c> and
    /// <c>event_id</c>.
    /// </summary>
    public bool OriginFields { get; init; }

    /// <summary>MessagePack only: the event of a record that comes from an S3 object names bucket and key in its metadata.</summary>
    public bool OriginMetadata { get; init; } = true;

    /// <summary>The longest line read, in bytes without its line end; a longer one is malformed.</summary>
    public int MaxLineBytes { get; init; } = DefaultMaxLineBytes;

    /// <summary>A longer line is not malformed, but ends the input, and is neither counted nor reported as a line.</summary>
    public bool RefuseOverlong { get; init; }

    /// <summary>What an event is made of; for anything but records the schema has no effect.</summary>
    public Emit Emit { get; init; }

    /// <summary>With <see cref="Emit.Raw"/>: a header line is an event too, for a later parser that needs its columns.</summary>
    public bool EmitHeaders { get; init; }
}
