// VpcFlow: the members of a JSON object by which it is one of our own records.
using Sluice.Core.Text;

namespace Sluice.Core.VpcFlow;

/// <summary>Notes the members of a JSON object for <see cref="RecordSigns"/>.</summary>
internal unsafe struct RecordMembers : IRecordParts
{
    private RecordSigns _signs;
    private Slice _event, _action, _cloud, _error;

    public readonly bool IsRecord => _signs.IsRecord(this);

    /// <summary>Notes a member; <paramref name="value"/> is its raw JSON.</summary>
    public void Take(ReadOnlySpan<byte> name, Slice value)
    {
        RecordMember member = RecordSigns.MemberOf(name);
        switch (member)
        {
            case RecordMember.None:
                return;
            case RecordMember.EventKind:
                if (value.Span is not [(byte)'"', .. var kind, (byte)'"'] || !kind.SequenceEqual(RecordSigns.Failed))
                    return;
                break;
            case RecordMember.ErrorMessage:
                break;
            default:
                if (*value.Start == '{' != RecordSigns.IsObject(member))
                    return;
                break;
        }

        _signs.Add(member);
        switch (member)
        {
            case RecordMember.Event:
                _event = value;
                break;
            case RecordMember.Action:
                _action = value;
                break;
            case RecordMember.Cloud:
                _cloud = value;
                break;
            case RecordMember.Error:
                _error = value;
                break;
        }
    }

    public readonly bool Has(RecordMember part, ReadOnlySpan<byte> key, ReadOnlySpan<byte> text, bool alone = false) => Has(part switch
    {
        RecordMember.Event => _event,
        RecordMember.Action => _action,
        RecordMember.Cloud => _cloud,
        _ => _error,
    }, key, text, alone);

    /// <summary>Whether the object has a text of this name, equal to <paramref name="text"/> unless that is empty.</summary>
    private static bool Has(Slice json, ReadOnlySpan<byte> wanted, ReadOnlySpan<byte> text, bool alone)
    {
        var cursor = new JsonCursor(json.Start, json.Length);
        if (!cursor.Take((byte)'{') || cursor.Peek() == '}')
            return false;
        bool more = true, found = false;
        int members = 0;
        while (more && cursor.TakeName(out Slice name, out _))
        {
            cursor.Peek();
            if (!cursor.TakeValue(out Slice value))
                return false;
            if (name.Span.SequenceEqual(wanted))
                found = *value.Start == '"' && (text.IsEmpty || value.Span[1..^1].SequenceEqual(text));
            members++;
            if (!cursor.TakeNext((byte)'}', out more))
                return false;
        }

        return found && (!alone || members == 1);
    }
}
