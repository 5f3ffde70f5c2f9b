// Filter: finds the parts of one Fluent Bit event in place.
using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using Sluice.Core.Encodings;

namespace Sluice.Plugin.Filter;

/// <summary>
/// Offsets of an event's parts. The event is <c>[[time, metadata], body]</c> or, from older hosts and forwarders,
/// <c>[time, body]</c>; time is an extension, an integer or a float.
/// </summary>
internal ref partial struct LogEventReader
{
    // Two array headers and a time; then the least that the widest maps, a key's header and a text's header take.
    private const int TimeEnd = 12;
    private const uint Head = 0x00d79292;
    private const int Shortest = TimeEnd + 5 + 5 + 1 + 1;

    public int Start;
    public int Time;
    public int Metadata;
    public int Body;
    public int Pairs;
    public uint PairCount;
    public int End;

    /// <summary>The text to parse; <see cref="TextKey"/> is -1 when there is none.</summary>
    public ReadOnlySpan<byte> Text;

    /// <summary>Offset of what follows the text.</summary>
    public int TextEnd;

    /// <summary>Offset of the pair that holds the text.</summary>
    public int TextKey;

    /// <summary>The event is a record of ours already.</summary>
    public bool IsRecord;

    /// <summary>The file that the event says it comes from, or the bucket; empty when it says neither.</summary>
    public ReadOnlySpan<byte> Source;

    /// <summary>The key of the object in the bucket; else empty.</summary>
    public ReadOnlySpan<byte> ObjectKey;

    // The bytes between the time and the text's header in the last plain event, if they fit a vector: the next event
    // nearly always has the same.
    private Vector128<byte> _between, _betweenMask;
    private int _betweenLength, _bodyAfterTime, _pairsAfterTime;

    /// <summary>Reads the next event; false when what follows is not one.</summary>
    public bool TryRead(ref MsgPackReader reader, byte[][] keys, byte[][] streamKeys)
    {
        Start = reader.Position;
        TextKey = -1;
        IsRecord = false;
        Text = Source = ObjectKey = default;
        return TryReadAlike(ref reader) || TryReadPlain(ref reader, keys[0]) || TryReadAny(ref reader, keys, streamKeys);
    }

    private bool TryReadAlike(ref MsgPackReader reader)
    {
        var data = reader.Rest;
        if (_betweenLength == 0 || data.Length < TimeEnd + Vector128<byte>.Count
            || BinaryPrimitives.ReadUInt32LittleEndian(data) != Head
            || (Vector128.Create(data[TimeEnd..]) & _betweenMask) != _between)
            return false;
        reader.Position = Start + TimeEnd + _betweenLength;
        if (!reader.TryReadText(out Text))
        {
            reader.Position = Start;
            return false;
        }

        Metadata = Start + TimeEnd;
        Body = Metadata + _bodyAfterTime;
        PlacePlain(Metadata + _pairsAfterTime, reader.Position);
        return true;
    }

    // What inputs write for a line of text, in either width of maps: [[time, {}], {key: text}]. Looking for exactly
    // these bytes costs a fifth of walking them value by value.
    private bool TryReadPlain(ref MsgPackReader reader, ReadOnlySpan<byte> key)
    {
        var data = reader.Rest;
        if (data.Length < Shortest + key.Length || BinaryPrimitives.ReadUInt32LittleEndian(data) != Head)
            return false;
        int at = TimeEnd;
        if (data[at] == 0x80)
            at++;
        else if (data[at] == 0xdf && BinaryPrimitives.ReadUInt32BigEndian(data[(at + 1)..]) == 0)
            at += 5;
        else
            return false;
        int body = at;
        if (data[at] == 0x81)
            at++;
        else if (data[at] == 0xdf && BinaryPrimitives.ReadUInt32BigEndian(data[(at + 1)..]) == 1)
            at += 5;
        else
            return false;
        if (data[at] != 0xa0 + key.Length || !data.Slice(at + 1, key.Length).SequenceEqual(key))
            return false;
        reader.Position = Start + at + 1 + key.Length;
        if (!reader.TryReadText(out Text))
        {
            reader.Position = Start;
            Text = default;
            return false;
        }

        Metadata = Start + TimeEnd;
        Body = Start + body;
        PlacePlain(Start + at, reader.Position);
        Remember(data[TimeEnd..], at + 1 + key.Length - TimeEnd);
        return true;
    }

    private void PlacePlain(int pair, int end)
    {
        Time = Start + 2;
        Pairs = TextKey = pair;
        PairCount = 1;
        End = TextEnd = end;
    }

    private void Remember(ReadOnlySpan<byte> between, int length)
    {
        if (length > Vector128<byte>.Count || between.Length < Vector128<byte>.Count)
            return;
        _betweenLength = length;
        _bodyAfterTime = Body - Metadata;
        _pairsAfterTime = Pairs - Metadata;
        _betweenMask = Vector128.LessThan(Vector128<byte>.Indices, Vector128.Create((byte)length));
        _between = Vector128.Create(between) & _betweenMask;
    }
}
