// Filter: recognises an event that is already one of our records.
using Sluice.Core.Encodings;
using Sluice.Core.VpcFlow;

namespace Sluice.Plugin.Filter;

/// <summary>
/// Notes the keys of a body while it is walked. A record of ours holds its line under <c>message</c> or may have a field of
/// that name: parsing it again would lose what the first reading knew.
/// </summary>
internal struct RecordMarks
{
    private RecordSigns _signs;
    private int _event, _action, _cloud, _error; // where the maps begin
    private bool _text, _number;

    /// <summary>Whether any key of a record was seen.</summary>
    public readonly bool Any => _text || _signs.Has(RecordMember.Event) || _signs.Has(RecordMember.Ecs) || _signs.Has(RecordMember.EventKind);

    /// <summary>Notes one pair; <paramref name="value"/> is positioned at the value and is not moved.</summary>
    public void Note(ReadOnlySpan<byte> key, in MsgPackReader value)
    {
        var kind = value.Peek();
        switch (kind)
        {
            case MsgPackKind.Map when key.Length <= 6:
                NoteMap(RecordSigns.MemberOf(key), value.Position);
                break;
            case MsgPackKind.Integer when key.Length <= 8:
                _number |= IsNumber(key);
                break;
            case MsgPackKind.String when key.Length <= 17:
                NoteText(key, value);
                break;
        }
    }

    /// <summary>Whether the body is a record of some schema; <paramref name="hasObject"/>: its metadata names an object.</summary>
    public readonly bool IsRecord(ReadOnlySpan<byte> data, bool hasObject) =>
        (hasObject && _signs.Has(RecordMember.Event)) || _signs.IsRecord(new Parts(this, data)) || (_text && (_number || hasObject));

    private void NoteMap(RecordMember member, int position)
    {
        if (!RecordSigns.IsObject(member))
            return;
        _signs.Add(member);
        switch (member)
        {
            case RecordMember.Event:
                _event = position;
                break;
            case RecordMember.Action:
                _action = position;
                break;
            case RecordMember.Cloud:
                _cloud = position;
                break;
            case RecordMember.Error:
                _error = position;
                break;
        }
    }

    private void NoteText(ReadOnlySpan<byte> key, MsgPackReader value)
    {
        RecordMember member = RecordSigns.MemberOf(key);
        if (member == RecordMember.None)
            _text |= IsIdentity(key);
        else if (!RecordSigns.IsObject(member) && (member != RecordMember.EventKind || (value.TryReadText(out var kind) && kind.SequenceEqual(RecordSigns.Failed))))
            _signs.Add(member);
    }

    private static bool IsNumber(ReadOnlySpan<byte> key) => key.SequenceEqual("version"u8) || key.SequenceEqual("srcport"u8)
        || key.SequenceEqual("dstport"u8) || key.SequenceEqual("protocol"u8) || key.SequenceEqual("packets"u8) || key.SequenceEqual("bytes"u8)
        || key.SequenceEqual("start"u8) || key.SequenceEqual("end"u8);

    private static bool IsIdentity(ReadOnlySpan<byte> key) => key.SequenceEqual("srcaddr"u8) || key.SequenceEqual("dstaddr"u8)
        || key.SequenceEqual("interface_id"u8) || key.SequenceEqual("log_status"u8) || key.SequenceEqual("tgw_id"u8) || key.SequenceEqual("tgw_attachment_id"u8);

    /// <summary>The maps of the body.</summary>
    private readonly ref struct Parts(RecordMarks marks, ReadOnlySpan<byte> data) : IRecordParts
    {
        private readonly ReadOnlySpan<byte> _data = data;

        public bool Has(RecordMember part, ReadOnlySpan<byte> key, ReadOnlySpan<byte> text, bool alone = false)
        {
            int map = part switch
            {
                RecordMember.Event => marks._event,
                RecordMember.Action => marks._action,
                RecordMember.Cloud => marks._cloud,
                _ => marks._error,
            };
            if (alone && !(new MsgPackReader(_data, map).TryReadMap(out uint pairs) && pairs == 1))
                return false;
            var reader = new MsgPackReader(_data, map);
            return reader.TryFind(key) && reader.TryReadText(out var value) && (text.IsEmpty || value.SequenceEqual(text));
        }
    }
}
