// Aws: the fields of a record in schema aws, from columns or from JSON members.
using Sluice.Core.Encodings;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Schemas.Aws;

internal sealed unsafe partial class AwsEncoder<TWriter>
{
    protected internal override int KeyBytes(FlowLine line)
    {
        if (line.Columns.Format is not { } format)
            return 0; // the names of JSON members are part of the line
        CellsOf(format);
        return _keyBytes;
    }

    private byte* Cells(byte* at, FlowLine line, Cell[] cells, ref int pairs)
    {
        TWriter w = default;
        w.At = at;
        FlowColumns columns = line.Columns; // a copy: see FlowLine.Check
        bool clean = line.FieldsAreClean;
        int written = 0;
        foreach (ref readonly Cell cell in cells.AsSpan())
        {
            Slice text = columns.At(cell.Column);
            if (!text.IsPresent || (cell.IsOriginName && _origin is not null))
                continue;
            written++;
            w.Put(cell.Key);
            w.At = Value(w.At, cell.Kind, text, clean);
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
            w.At = Value(w.At, _kinds[field], text, clean);
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

    /// <summary>Prepares the cells of a format's columns, once per format; columns named twice are left out.</summary>
    private Cell[] CellsOf(FlowColumn[] format)
    {
        if (ReferenceEquals(format, _format))
            return _cells;
        var known = new Cell[_fields.Length];
        var unknown = new List<Cell>();
        int keyBytes = 0;
        _formatArena = null;
        for (int column = 0; column < format.Length; column++)
        {
            (int field, byte[] name) = format[column];
            if (field >= 0 ? known[field].Key.Length != 0 : name.Length == 0)
                continue;
            Literal key = field >= 0 ? _fields[field] : (_formatArena ??= new LiteralArena<TWriter>()).Key(name);
            keyBytes += key.Length + AroundValue;
            if (field >= 0)
                known[field] = new Cell(key, column, _kinds[field], IsOriginName: false);
            else
                unknown.Add(new Cell(key, column, FieldKind.Text, IsOriginName(name)));
        }

        _format = format;
        _keyBytes = keyBytes;
        return _cells = [.. known.Where(cell => cell.Key.Length != 0), .. unknown];
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
