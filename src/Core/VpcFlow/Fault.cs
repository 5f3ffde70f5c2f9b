// VpcFlow: why a line is not a record, reported without an exception.
using System.Text.Unicode;
using Sluice.Core.Text;

namespace Sluice.Core.VpcFlow;

/// <summary>A plain value; its text is only made when a record or a person needs it.</summary>
internal unsafe struct Fault
{
    /// <summary>The longest text that <see cref="Format"/> writes.</summary>
    public const int MaxText = 512;

    private const int MaxQuoted = 64;

    public FaultKind Kind;
    public FlowField Field;

    /// <summary>The offending text.</summary>
    public Slice Text;

    /// <summary>The numbers in the message: found and wanted; what they count depends on the kind.</summary>
    public long Found, Wanted;

    /// <summary>Neither a header nor a setting named the columns.</summary>
    public bool Undeclared;

    /// <summary>A line longer than <paramref name="most"/> bytes, of which the first <paramref name="kept"/> are kept.</summary>
    public static Fault TooLong(int kept, int most) => new() { Kind = FaultKind.TooLong, Found = kept, Wanted = most };

    /// <summary>Writes the reason in UTF-8 and returns its length. It holds no control character, whatever the line held.</summary>
    public readonly int Format(Span<byte> to)
    {
        string name = FlowFields.Of(Field).Name;
        int start = 0;
        if (Undeclared)
            Utf8.TryWrite(to, $"no header or 'fields' setting names the columns, and this is not the default format: ", out start);
        Span<byte> rest = to[start..];
        int written = 0;
        switch (Kind)
        {
            case FaultKind.TooFewFields:
                Utf8.TryWrite(rest, $"expected {Wanted} fields, found {Found}", out written);
                break;
            case FaultKind.TooLong:
                Utf8.TryWrite(rest, $"line longer than {Wanted} bytes; only its first {Found} bytes are kept", out written);
                break;
            case FaultKind.SeveralLines:
                Utf8.TryWrite(rest, $"several lines where one record is expected", out written);
                break;
            case FaultKind.BeforeHeader:
                Utf8.TryWrite(rest, $"a header line begins at byte {Found} of the line: the line end before it is missing", out written);
                break;
            case FaultKind.NotJson:
                Utf8.TryWrite(rest, $"invalid JSON at byte {Found}", out written);
                break;
            case FaultKind.NotAFlowObject:
                Utf8.TryWrite(rest, $"not a flow record: the object has no srcaddr, dstaddr, interface_id, log_status or tgw_id ({Found} of {Wanted} names are flow-log fields)", out written);
                break;
            case FaultKind.HeaderForgotten:
                Utf8.TryWrite(rest, $"the header that named the columns of this stream is not remembered any more, and it was not the default format", out written);
                break;
            case FaultKind.NotBeyondDoubt:
                Utf8.TryWrite(rest, $"other lines had a header with other columns, and this one has the default ones by their number alone", out written);
                break;
            case FaultKind.RecordAlready:
                Utf8.TryWrite(rest, $"the object is a record already, made of a flow-log line by this schema or another", out written);
                break;
            case FaultKind.NestedValue:
                Utf8.TryWrite(rest, $"{name} is neither text nor a number", out written);
                break;
            default:
                Utf8.TryWrite(rest, $"{name} \"", out int head);
                head += Printable.Escape(Text.Span[..Math.Min(Text.Length, MaxQuoted)], rest[head..]);
                Utf8.TryWrite(rest[head..], $"{(Text.Length > MaxQuoted ? "…" : "")}\" is {What}", out int tail);
                written = head + tail;
                break;
        }

        return start + written;
    }

    private readonly string What => Kind switch
    {
        FaultKind.NotAPort => "not a port (0 to 65535)",
        FaultKind.NotAProtocol => "not a protocol number (0 to 255)",
        FaultKind.NotAnAddress => "not an IP address",
        FaultKind.NotATime => "not a time in seconds since 1970",
        FaultKind.NotAnAction => "not an action (ACCEPT, REJECT or -)",
        FaultKind.NotAStatus => "not a log status (OK, NODATA or SKIPDATA)",
        _ => "not a whole number in range",
    };
}
