// Filter: finds the parts of one Fluent Bit event in place.
using Sluice.Core;

namespace Sluice.Plugin.Filter;

/// <summary>
/// Offsets of an event's parts. The event is <c>[[time, metadata], body]</c> or, from older hosts and forwarders,
/// <c>[time, body]</c>; time is an extension, an integer or a float.
/// </summary>
internal ref struct LogEventReader
{
    public int Start;
    public int Time;
    public int Metadata;
    public int Body;
    public int Pairs;
    public uint PairCount;
    public int End;

    /// <summary>The text to parse; <see cref="TextKey"/> is -1 when there is none.</summary>
    public ReadOnlySpan<byte> Text;

    /// <summary>Offset of the pair that holds the text.</summary>
    public int TextKey;

    /// <summary>The event has metadata (the newer form).</summary>
    public readonly bool HasMetadata => Metadata < Body;

    /// <summary>Reads the next event; false when what follows is none.</summary>
    public bool TryRead(ref MsgPackReader reader, byte[][] keys)
    {
        Start = reader.Position;
        TextKey = -1;
        Text = default;
        if (!reader.TryReadArray(out uint parts) || parts != 2)
            return false;

        Time = reader.Position;
        if (reader.Peek() == MsgPackKind.Array)
        {
            if (!reader.TryReadArray(out uint head) || head != 2)
                return false;
            Time = reader.Position;
            if (!IsTime(reader.Peek()) || !reader.TrySkip())
                return false;
            Metadata = reader.Position;
            if (reader.Peek() != MsgPackKind.Map || !reader.TrySkip())
                return false;
        }
        else
        {
            if (!IsTime(reader.Peek()) || !reader.TrySkip())
                return false;
            Metadata = reader.Position;
        }

        Body = reader.Position;
        if (!reader.TryReadMap(out PairCount))
            return false;
        Pairs = reader.Position;
        int best = keys.Length;
        for (uint i = 0; i < PairCount; i++)
        {
            int at = reader.Position;
            if (!TryReadPair(ref reader, keys, ref best, at))
                return false;
        }

        End = reader.Position;
        return true;
    }

    private bool TryReadPair(ref MsgPackReader reader, byte[][] keys, ref int best, int at)
    {
        if (reader.Peek() is not (MsgPackKind.String or MsgPackKind.Binary))
            return reader.TrySkip() && reader.TrySkip();
        if (!reader.TryReadText(out var key))
            return false;
        for (int k = 0; k < best; k++)
        {
            if (!key.SequenceEqual(keys[k]) || reader.Peek() is not (MsgPackKind.String or MsgPackKind.Binary))
                continue;
            best = k;
            TextKey = at;
            return reader.TryReadText(out Text);
        }

        return reader.TrySkip();
    }

    private static bool IsTime(MsgPackKind kind) =>
        kind is MsgPackKind.Extension or MsgPackKind.Integer or MsgPackKind.Float;
}
