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
    private LiteralArena<TWriter>? _originArena;
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
        _metadata = _noMetadata;
        _originArena = null;
        OriginSize = 0;
        if (origin is null)
        {
            SetOrigin(null, Arena, 0);
            return;
        }

        byte[] bucket = SchemaLiterals<TWriter>.Padded(origin.Bucket, out int bucketLength);
        byte[] key = SchemaLiterals<TWriter>.Padded(origin.Key, out int keyLength);
        int most = (bucketLength + keyLength) * RecordText.MaxGrowth + 512;
        OriginSize = most;
        _originArena = new LiteralArena<TWriter>();
        if (HasMetadata)
            _metadata = _originArena.Make(
                (ref TWriter w) =>
                {
                    w.Map(2);
                    w.Key("aws.s3.bucket.name"u8);
                    SchemaLiterals<TWriter>.Text(ref w, bucket, bucketLength);
                    w.Key("aws.s3.object.key"u8);
                    SchemaLiterals<TWriter>.Text(ref w, key, keyLength);
                    w.EndMap();
                },
                most);
        SetOrigin(origin, _originArena, most);
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

    /// <summary>Encodes the constants of an origin; <paramref name="most"/> bounds the size of each.</summary>
    protected virtual void SetOrigin(Origin? origin, LiteralArena<TWriter> arena, int most)
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
