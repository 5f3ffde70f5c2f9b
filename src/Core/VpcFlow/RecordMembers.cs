// VpcFlow: the members of a JSON object that make it one of our own records.
using Sluice.Core.Text;

namespace Sluice.Core.VpcFlow;

/// <summary>
/// What tells a record of the schemas that keep the line in a text. One of schema <c>aws</c> has the fields of a flow
/// record by their names, and is read by these again.
/// </summary>
internal unsafe struct RecordMembers
{
    private Slice _event, _ecs, _action, _cloud, _error;
    private bool _message, _errorMessage, _failed;

    public readonly bool IsRecord => _event.Start is null
        ? _message && _failed && _errorMessage
        : (_ecs.Start is not null && Has(_event, "dataset"u8, "aws.vpcflow"u8) && Has(_event, "original"u8, default))
            || (_message && _action.Start is not null && _cloud.Start is not null && Has(_action, "type"u8, "forward"u8) && Has(_cloud, "provider"u8, "aws"u8))
            || (_message && _error.Start is not null && Has(_event, "kind"u8, "pipeline_error"u8, alone: true) && Has(_error, "message"u8, default, alone: true));

    /// <summary>Notes a member; <paramref name="value"/> is as it is written.</summary>
    public void Take(ReadOnlySpan<byte> name, Slice value)
    {
        bool isObject = *value.Start == '{';
        switch (name.Length)
        {
            case 3 when isObject && name.SequenceEqual("ecs"u8):
                _ecs = value;
                break;
            case 5 when isObject && name.SequenceEqual("event"u8):
                _event = value;
                break;
            case 5 when isObject && name.SequenceEqual("cloud"u8):
                _cloud = value;
                break;
            case 5 when isObject && name.SequenceEqual("error"u8):
                _error = value;
                break;
            case 6 when isObject && name.SequenceEqual("action"u8):
                _action = value;
                break;
            case 7 when !isObject && name.SequenceEqual("message"u8):
                _message = true;
                break;
            case 10 when name.SequenceEqual("event_kind"u8):
                _failed = value.Span.SequenceEqual("\"pipeline_error\""u8);
                break;
            case 13 when name.SequenceEqual("error_message"u8):
                _errorMessage = true;
                break;
        }
    }

    /// <summary>Whether the object has a text of this name, and, unless that is empty, this text.</summary>
    private static bool Has(Slice json, ReadOnlySpan<byte> wanted, ReadOnlySpan<byte> text, bool alone = false)
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
