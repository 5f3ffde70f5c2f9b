// Aws: schema aws, the record flat under AWS's own names.
using Sluice.Core.Encodings;
using Sluice.Core.Identity;
using Sluice.Core.Schemas.Shared;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Schemas.Aws;

/// <summary>
/// Writes the known fields in the order of the field table, whatever the order of the record; then the unknown ones, in
/// the record's order.
/// </summary>
internal sealed unsafe class AwsEncoder<TWriter> : SchemaEncoder<TWriter>
    where TWriter : struct, IRecordWriter
{
    private static readonly string[] OriginNames = ["aws_s3_bucket", "aws_s3_key", "event_id"];

    private readonly bool _withOrigin;
    private readonly TagText _tags = new();
    private readonly Literal _message, _eventKind, _errorMessage, _idKey;
    private readonly Literal[] _fields;
    private readonly AwsShape[] _shapes = [.. FlowFields.All.Select(row => new AwsShape(row.Kind, IsOriginName: false))];
    private readonly FormatCells<TWriter, AwsShape> _cells;
    private Origin? _origin;
    private Literal _bucketAndKey;

    /// <summary>Encodes the constants; with <paramref name="withOrigin"/>, records name their S3 object and id.</summary>
    public AwsEncoder(bool withOrigin)
    {
        _withOrigin = withOrigin;
        _message = Arena.Key("message"u8);
        _eventKind = Arena.Make((ref TWriter w) =>
        {
            w.Key("event_kind"u8);
            new PaddedText("pipeline_error").Write(ref w);
        });
        _errorMessage = Arena.Key("error_message"u8);
        _idKey = Arena.Key("event_id"u8);
        _fields = [.. FlowFields.All.Select(row => Arena.Key(System.Text.Encoding.UTF8.GetBytes(row.Name.Replace('-', '_'))))];
        _cells = new(_fields, _shapes, name => new AwsShape(FieldKind.Text, IsOriginName(name)), byTable: true);
    }

    /// <summary>How a field is written; an unknown one may have the name of a key written for the S3 object.</summary>
    private readonly record struct AwsShape(FieldKind Kind, bool IsOriginName);

    public override byte* Body(byte* at, FlowLine line, long offset)
    {
        TWriter w = default;
        w.At = at;
        byte* map = w.OpenMap();
        int pairs = 0;
        w.At = line.Columns.Format is { } format ? Cells(w.At, line, _cells.Of(format), ref pairs) : Members(w.At, line, ref pairs);
        w.At = OriginOf(w.At, offset, ref pairs);
        if (pairs == 0)
        {
            // Every field is absent: write the line, since an empty object would say nothing.
            pairs = 1;
            w.Put(_message);
            w.String(line.Message.Start, line.Message.Length, line.MessageIsClean);
        }

        w.CloseMap(map, pairs);
        return w.At;
    }

    public override byte* MalformedBody(byte* at, Slice text, Slice reason, long offset)
    {
        TWriter w = default;
        w.At = at;
        byte* map = w.OpenMap();
        int pairs = 3;
        w.Put(_message);
        w.String(text.Start, text.Length, clean: false);
        w.Put(_eventKind);
        w.Put(_errorMessage);
        w.String(reason.Start, reason.Length, clean: false);
        w.At = OriginOf(w.At, offset, ref pairs);
        w.CloseMap(map, pairs);
        return w.At;
    }

    protected override void SetOrigin(OriginLiterals<TWriter>? origin)
    {
        _origin = _withOrigin ? origin?.Origin : null;
        if (_origin is null || origin is null)
            return;
        _bucketAndKey = origin.Make((ref TWriter w) =>
        {
            w.Key("aws_s3_bucket"u8);
            origin.Bucket.Write(ref w);
            w.Key("aws_s3_key"u8);
            origin.Key.Write(ref w);
        });
    }

    protected internal override int KeyBytes(FlowLine line) => _cells.KeyBytes(line);

    private byte* OriginOf(byte* at, long offset, ref int pairs)
    {
        if (_origin is null)
            return at;
        TWriter w = default;
        w.At = at;
        pairs += OriginNames.Length;
        w.Put(_bucketAndKey);
        w.Put(_idKey);
        return Id(w.At, _origin, offset);
    }

    private byte* Value(byte* at, FieldKind kind, Slice text, bool clean)
    {
        TWriter w = default;
        w.At = at;
        switch (kind)
        {
            case FieldKind.Text or FieldKind.Address:
                w.String(text.Start, text.Length, clean);
                break;
            case FieldKind.Tag:
                Slice tag = _tags.Decode(text, ref clean);
                w.String(tag.Start, tag.Length, clean);
                break;
            default:
                Digits.TryParse(text.Start, text.Length, out long value);
                w.Integer(text.Start, text.Length, value);
                break;
        }

        return w.At;
    }

    private byte* Cells(byte* at, FlowLine line, FormatCell<AwsShape>[] cells, ref int pairs)
    {
        TWriter w = default;
        w.At = at;
        FlowColumns columns = line.Columns; // a copy: see FlowLine.Check
        int written = 0;
        foreach (ref readonly FormatCell<AwsShape> cell in cells.AsSpan())
        {
            Slice text = columns.At(cell.Column);
            if (!text.IsPresent || (cell.Shape.IsOriginName && _origin is not null))
                continue;
            written++;
            w.Put(cell.Key);
            w.At = Value(w.At, cell.Shape.Kind, text, line.FieldsAreClean);
        }

        pairs += written;
        return w.At;
    }

    private byte* Members(byte* at, FlowLine line, ref int pairs)
    {
        TWriter w = default;
        w.At = at;
        bool clean = line.FieldsAreClean;
        for (int field = 0; field < _fields.Length; field++)
        {
            Slice text = line.Columns.Get(field);
            if (!text.IsPresent)
                continue;
            pairs++;
            w.Put(_fields[field]);
            w.At = Value(w.At, _shapes[field].Kind, text, clean);
        }

        for (int column = 0; column < line.Columns.Count; column++)
        {
            Slice text = line.Columns.At(column);
            if (line.Columns.Fields[column] >= 0 || !text.IsPresent)
                continue;
            ReadOnlySpan<byte> name = line.Columns.Names[column].Span;
            if (_origin is not null && IsOriginName(name))
                continue;
            pairs++;
            w.Key(name);
            w.String(text.Start, text.Length, clean);
        }

        return w.At;
    }

    /// <summary>Whether a field has the name of a key written for the S3 object: only one may be written.</summary>
    private static bool IsOriginName(ReadOnlySpan<byte> name)
    {
        foreach (string taken in OriginNames)
            if (System.Text.Ascii.Equals(name, taken))
                return true;
        return false;
    }
}
