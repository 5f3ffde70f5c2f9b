// Filter: tells an event that is one of our records already.
using Sluice.Core.Encodings;

namespace Sluice.Plugin.Filter;

/// <summary>
/// Notes the keys of a body while it is walked. A record of ours holds its line under <c>message</c> or may have a field of
/// that name: parsed again it would lose what the first reading knew.
/// </summary>
internal struct RecordMarks
{
    private int _event, _ecs, _action, _cloud, _error; // where the maps begin; 0: absent
    private bool _message, _errorMessage, _failed, _text, _number;

    /// <summary>Whether any key of a record was seen.</summary>
    public readonly bool Any => (_event | _ecs) != 0 || _text || _failed;

    /// <summary>Notes one pair; <paramref name="value"/> stands before the value and is not moved.</summary>
    public void Note(ReadOnlySpan<byte> key, in MsgPackReader value)
    {
        var kind = value.Peek();
        switch (key.Length)
        {
            case 3 when kind == MsgPackKind.Map && key.SequenceEqual("ecs"u8):
                _ecs = value.Position;
                break;
            case 5 when kind == MsgPackKind.Map:
                if (key.SequenceEqual("event"u8))
                    _event = value.Position;
                else if (key.SequenceEqual("cloud"u8))
                    _cloud = value.Position;
                else if (key.SequenceEqual("error"u8))
                    _error = value.Position;
                break;
            case 6 when kind == MsgPackKind.Map && key.SequenceEqual("action"u8):
                _action = value.Position;
                break;
            case <= 8 when kind == MsgPackKind.Integer:
                _number |= IsNumber(key);
                break;
            case <= 17 when kind == MsgPackKind.String:
                NoteText(key, value);
                break;
        }
    }

    /// <summary>Whether the body is a record of some schema; <paramref name="hasObject"/>: its metadata names an object.</summary>
    public readonly bool IsRecord(ReadOnlySpan<byte> data, bool hasObject)
    {
        if (_event != 0)
        {
            if (hasObject
                || (_ecs != 0 && Holds(data, _event, "dataset"u8, "aws.vpcflow"u8) && Holds(data, _event, "original"u8, default))
                || (_message && _action != 0 && _cloud != 0 && Holds(data, _action, "type"u8, "forward"u8) && Holds(data, _cloud, "provider"u8, "aws"u8))
                || (_message && _error != 0 && IsAlone(data, _event, "kind"u8, "pipeline_error"u8) && IsAlone(data, _error, "message"u8, default)))
                return true;
        }

        return (_failed && _message && _errorMessage) || (_text && (_number || hasObject));
    }

    private void NoteText(ReadOnlySpan<byte> key, MsgPackReader value)
    {
        if (key.SequenceEqual("message"u8))
            _message = true;
        else if (key.SequenceEqual("error_message"u8))
            _errorMessage = true;
        else if (key.SequenceEqual("event_kind"u8))
            _failed = value.TryReadText(out var kind) && kind.SequenceEqual("pipeline_error"u8);
        else
            _text |= IsIdentity(key);
    }

    private static bool IsNumber(ReadOnlySpan<byte> key) => key.SequenceEqual("version"u8) || key.SequenceEqual("srcport"u8)
        || key.SequenceEqual("dstport"u8) || key.SequenceEqual("protocol"u8) || key.SequenceEqual("packets"u8) || key.SequenceEqual("bytes"u8)
        || key.SequenceEqual("start"u8) || key.SequenceEqual("end"u8);

    private static bool IsIdentity(ReadOnlySpan<byte> key) => key.SequenceEqual("srcaddr"u8) || key.SequenceEqual("dstaddr"u8)
        || key.SequenceEqual("interface_id"u8) || key.SequenceEqual("log_status"u8) || key.SequenceEqual("tgw_id"u8) || key.SequenceEqual("tgw_attachment_id"u8);

    private static bool IsAlone(ReadOnlySpan<byte> data, int map, ReadOnlySpan<byte> key, ReadOnlySpan<byte> text) =>
        new MsgPackReader(data, map).TryReadMap(out uint pairs) && pairs == 1 && Holds(data, map, key, text);

    /// <summary>Whether the map has a text under the key, and, unless that is empty, this one.</summary>
    private static bool Holds(ReadOnlySpan<byte> data, int map, ReadOnlySpan<byte> key, ReadOnlySpan<byte> text)
    {
        var reader = new MsgPackReader(data, map);
        if (!reader.TryReadMap(out uint pairs))
            return false;
        for (uint i = 0; i < pairs; i++)
        {
            if (!reader.TryReadText(out var own))
                return false;
            if (own.SequenceEqual(key))
                return reader.TryReadText(out var value) && (text.IsEmpty || value.SequenceEqual(text));
            if (!reader.TrySkip())
                return false;
        }

        return false;
    }
}
