// Filter: an event of any legal form, read value by value.
using Sluice.Core.Encodings;

namespace Sluice.Plugin.Filter;

internal ref partial struct LogEventReader
{
    private bool TryReadAny(ref MsgPackReader reader, byte[][] keys, byte[][] streamKeys)
    {
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
            if (!TryReadMetadata(ref reader))
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
        int best = keys.Length, bestStream = ObjectKey.IsEmpty ? streamKeys.Length : 0;
        var marks = default(RecordMarks);
        for (uint i = 0; i < PairCount; i++)
        {
            int at = reader.Position;
            if (reader.Peek() is not (MsgPackKind.String or MsgPackKind.Binary))
            {
                if (!reader.TrySkip() || !reader.TrySkip())
                    return false;
                continue;
            }

            if (!reader.TryReadText(out var key))
                return false;
            marks.Note(key, reader);
            TryTakeSource(reader, key, streamKeys, ref bestStream);
            if (!TryTakeText(ref reader, key, keys, ref best, at))
                return false;
        }

        End = reader.Position;
        IsRecord = marks.Any && marks.IsRecord(reader.Data, !ObjectKey.IsEmpty);
        return true;
    }

    /// <summary>Reads the metadata, in which the input names the object that a raw line comes from.</summary>
    private bool TryReadMetadata(ref MsgPackReader reader)
    {
        if (!reader.TryReadMap(out uint pairs))
            return false;
        ReadOnlySpan<byte> bucket = default, key = default;
        for (uint i = 0; i < pairs; i++)
        {
            if (reader.Peek() != MsgPackKind.String)
            {
                if (!reader.TrySkip() || !reader.TrySkip())
                    return false;
                continue;
            }

            if (!reader.TryReadText(out var name))
                return false;
            var value = reader;
            if (name.SequenceEqual("aws.s3.bucket.name"u8))
                value.TryReadText(out bucket);
            else if (name.SequenceEqual("aws.s3.object.key"u8))
                value.TryReadText(out key);
            if (!reader.TrySkip())
                return false;
        }

        if (!bucket.IsEmpty && !key.IsEmpty)
        {
            Source = bucket;
            ObjectKey = key;
        }

        return true;
    }

    private bool TryTakeText(ref MsgPackReader reader, ReadOnlySpan<byte> key, byte[][] keys, ref int best, int at)
    {
        for (int k = 0; k < best; k++)
        {
            if (!key.SequenceEqual(keys[k]) || reader.Peek() is not (MsgPackKind.String or MsgPackKind.Binary))
                continue;
            best = k;
            TextKey = at;
            bool read = reader.TryReadText(out Text);
            TextEnd = reader.Position;
            return read;
        }

        return reader.TrySkip();
    }

    private void TryTakeSource(MsgPackReader value, ReadOnlySpan<byte> key, byte[][] streamKeys, ref int best)
    {
        for (int k = 0; k < best; k++)
        {
            if (!key.SequenceEqual(streamKeys[k]) || value.Peek() != MsgPackKind.String || !value.TryReadText(out var source) || source.IsEmpty)
                continue;
            best = k;
            Source = source;
            return;
        }
    }

    private static bool IsTime(MsgPackKind kind) =>
        kind is MsgPackKind.Extension or MsgPackKind.Integer or MsgPackKind.Float;
}
