// VpcFlow: the members of a JSON object that show what it carries.
using Sluice.Core.Text;

namespace Sluice.Core.VpcFlow;

/// <summary>The top-level members of an object; texts are raw, without their quotes.</summary>
internal unsafe struct Members
{
    /// <summary>The value of the first member named in <see cref="LineKeys"/>; objects with their braces.</summary>
    public Slice Line;

    public bool IsLineEscaped, IsLineObject;

    /// <summary>The array of objects: CloudWatch's <c>logEvents</c>, otherwise the first one.</summary>
    public Slice List;

    /// <summary>A member has a name that makes the object a flow record.</summary>
    public bool HasIdentity;

    /// <summary>CloudWatch's check that the destination is reachable; such a message carries no record.</summary>
    public bool IsControl;

    public Slice Owner, LogGroup, LogStream;

    private RecordMembers _record;

    /// <summary>The object is an output record of one of our schemas; its line must not be read again.</summary>
    public readonly bool IsRecord => _record.IsRecord;

    /// <summary>Reads an object that is valid JSON.</summary>
    public static Members Of(Slice json)
    {
        var found = default(Members);
        var cursor = new JsonCursor(json.Start, json.Length);
        if (!cursor.Take((byte)'{') || cursor.Peek() == '}')
            return found;
        bool more = true;
        while (more && cursor.TakeName(out Slice name, out _))
        {
            byte first = cursor.Peek();
            int at = cursor.Position;
            if (first == '"')
            {
                if (!cursor.TakeString(out Slice text, out bool isEscaped))
                    break;
                found.TakeText(name.Span, text, isEscaped);
            }
            else
            {
                if (!cursor.TakeValue(out Slice value))
                    break;
                found.TakeOther(name.Span, value);
            }

            found._record.Take(name.Span, new Slice(json.Start + at, cursor.Position - at));
            found.HasIdentity |= FlowFields.TryFind(name.Span, out FlowField field) && FlowFields.IsIdentity(field);
            if (!cursor.TakeNext((byte)'}', out more))
                break;
        }

        return found;
    }

    private void TakeText(ReadOnlySpan<byte> name, Slice text, bool isEscaped)
    {
        if (LineKeys.IsLineKey(name))
        {
            if (Line.Start is null)
                (Line, IsLineEscaped) = (text, isEscaped);
        }
        else if (name.SequenceEqual("messageType"u8))
        {
            IsControl = text.Span.SequenceEqual("CONTROL_MESSAGE"u8);
        }
        else if (name.SequenceEqual("owner"u8))
        {
            Owner = text;
        }
        else if (name.SequenceEqual("logGroup"u8))
        {
            LogGroup = text;
        }
        else if (name.SequenceEqual("logStream"u8))
        {
            LogStream = text;
        }
    }

    private void TakeOther(ReadOnlySpan<byte> name, Slice value)
    {
        if (*value.Start == '{' && LineKeys.IsLineKey(name) && Line.Start is null)
            (Line, IsLineObject) = (value, true);
        if (*value.Start != '[')
            return;
        var items = new JsonCursor(value.Start + 1, value.Length - 1);
        bool ofObjects = items.Peek() == '{';
        if (name.SequenceEqual("logEvents"u8) || (ofObjects && List.Start is null))
            List = value;
    }
}
