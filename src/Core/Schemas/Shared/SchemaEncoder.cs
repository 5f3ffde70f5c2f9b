// Shared: what all schemas have in common, in one encoding.
using System.Buffers.Text;
using Sluice.Core.Encodings;
using Sluice.Core.Identity;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Schemas.Shared;

/// <summary>Writes the event around a body, the metadata of its origin, and record ids.</summary>
internal abstract unsafe class SchemaEncoder<TWriter> : RecordEncoder
    where TWriter : struct, IRecordWriter
{
    private readonly Literal _noMetadata;
    private OriginLiterals<TWriter>? _origin; // owns the memory of the metadata
    private Literal _metadata;

    protected SchemaEncoder()
    {
        _noMetadata = Arena.Make((ref TWriter w) => w.CloseMap(w.OpenMap(), 0));
        _metadata = _noMetadata;
    }

    /// <summary>The constants of the schema.</summary>
    protected LiteralArena<TWriter> Arena { get; } = new();

    public override void SetOrigin(Origin? origin)
    {
        _origin = origin is null ? null : new OriginLiterals<TWriter>(origin);
        OriginSize = _origin?.Most ?? 0;
        _metadata = HasMetadata && _origin is { } names
            ? names.Make((ref TWriter w) =>
            {
                w.Map(2);
                w.Key("aws.s3.bucket.name"u8);
                names.Bucket.Write(ref w);
                w.Key("aws.s3.object.key"u8);
                names.Key.Write(ref w);
                w.EndMap();
            })
            : _noMetadata;
        SetOrigin(_origin);
    }

    public override byte* Record(byte* at, FlowLine line, long offset, long time)
    {
        TWriter w = default;
        w.At = at;
        long own = TimeOf(line);
        w.Event(IsEventTime(own) ? own : Clamped(time), 0, _metadata);
        w.At = Body(w.At, line, offset);
        w.EndEvent();
        return w.At;
    }

    public override byte* Malformed(byte* at, Slice text, Slice reason, long offset, long time)
    {
        TWriter w = default;
        w.At = at;
        w.Event(Clamped(time), 0, _metadata);
        w.At = MalformedBody(w.At, text, reason, offset);
        w.EndEvent();
        return w.At;
    }

    /// <summary>Whether the seconds fit the 32 bits of an event's time; more would come out as another time.</summary>
    private static bool IsEventTime(long seconds) => (ulong)seconds <= uint.MaxValue;

    /// <summary>Clamps the time given for records without one: it comes from a message and may be any value.</summary>
    private static long Clamped(long seconds) => Math.Clamp(seconds, 0, uint.MaxValue);

    /// <summary>Encodes the constants of an origin; null when there is none any more.</summary>
    protected virtual void SetOrigin(OriginLiterals<TWriter>? origin)
    {
    }

    /// <summary>Writes the id of a record, made of its object and its offset: the same at every delivery.</summary>
    public static byte* Id(byte* at, Origin origin, long offset)
    {
        const int OffsetDigits = 12;
        TWriter w = default;
        w.At = at;
        byte* id = stackalloc byte[96];
        Span<byte> text = new(id, 64);
        int length = System.Text.Encoding.ASCII.GetBytes(origin.IdPrefix, text);
        Utf8Formatter.TryFormat(offset, text[length..], out int written, new System.Buffers.StandardFormat('D', OffsetDigits));
        w.String(id, length + written, clean: true);
        return w.At;
    }
}
