// Raw: a record as its original line, or as a flat object where the receiver would not understand the line.
using Sluice.Core.Encodings;
using Sluice.Core.Schemas.Aws;
using Sluice.Core.Schemas.Shared;
using Sluice.Core.Settings;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Schemas.Raw;

/// <summary>Lines under the key <c>log</c>; or bare, for receivers of text, with line ends within a line as blanks.</summary>
/// <typeparam name="TWriter">The encoding; for bare lines JSON, since the flat objects among them are JSON.</typeparam>
internal sealed unsafe class LineEncoder<TWriter> : SchemaEncoder<TWriter>
    where TWriter : struct, IRecordWriter
{
    private readonly AwsEncoder<TWriter>? _flat;
    private readonly bool _bare;
    private readonly Literal _log;

    public LineEncoder(Emit emit, bool bare)
    {
        _flat = emit == Emit.Intake ? new AwsEncoder<TWriter>(withOrigin: false) : null;
        _bare = bare;
        _log = Arena.Key("log"u8);
    }

    public override byte* Body(byte* at, FlowLine line, long offset) => _flat is null || IntakeLine.IsUnderstood(line)
        ? Line(at, line.Message, line.MessageIsClean)
        : _flat.Body(at, line, offset);

    /// <summary>Writes a malformed line unchanged, for the receiver to judge; the reason is in the log.</summary>
    public override byte* MalformedBody(byte* at, Slice text, Slice reason, long offset) => Line(at, text, clean: false);

    protected internal override int KeyBytes(FlowLine line) => _flat?.KeyBytes(line) ?? 0;

    private byte* Line(byte* at, Slice text, bool clean)
    {
        TWriter w = default;
        w.At = at;
        // The line end of a JSON record is part of its message.
        int length = text.Span.TrimEnd("\r\n"u8).Length;
        if (_bare)
        {
            w.At = RecordText.Copy(at, text.Start, length);
            if (!clean)
                Join(at, w.At);
            *w.At++ = (byte)','; // every value ends with one, and EndEvent overwrites it
            return w.At;
        }

        w.Map(1);
        w.Put(_log);
        w.String(text.Start, length, clean);
        w.EndMap();
        return w.At;
    }

    /// <summary>Makes one line of a record that spans several.</summary>
    private static void Join(byte* from, byte* end)
    {
        for (; from < end; from++)
            if (*from is (byte)'\n' or (byte)'\r')
                *from = (byte)' ';
    }
}
