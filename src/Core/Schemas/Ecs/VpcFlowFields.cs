// Ecs: aws.vpcflow, every field of the record under its own name.
using Sluice.Core.Encodings;
using Sluice.Core.Schemas.Shared;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Schemas.Ecs;

/// <summary>Writes the columns of text lines and the members of JSON records.</summary>
internal sealed unsafe class VpcFlowFields<TWriter>(EcsLiterals<TWriter> literals)
    where TWriter : struct, IRecordWriter
{
    /// <summary>Mask of the flags that have names: the eight of the TCP header's flag byte.</summary>
    private const long Named = 0xFF;

    /// <summary>Bytes around a value: quotes, colon and comma, or the longest header of a text; and a few to spare.</summary>
    private const int AroundValue = 16;

    private readonly EcsShape[] _shapes = [.. FlowFields.All.Select(row => EcsShapes.Of(row.Field))];
    private FlowColumn[]? _format;
    private Cell[] _cells = [];
    private int _keyBytes;
    private LiteralArena<TWriter>? _formatArena; // holds the keys of unknown fields
    private readonly TagText _tags = new();

    private readonly record struct Cell(Literal Key, int Column, EcsShape Shape);

    /// <summary>The most bytes that the names of a line's columns take.</summary>
    public int KeyBytes(FlowLine line)
    {
        if (line.Columns.Format is not { } format)
            return 0; // the names of JSON members are part of the line
        CellsOf(format);
        return _keyBytes;
    }

    public byte* Write(byte* at, FlowLine line, ref int fields) =>
        line.Columns.Format is { } format ? Cells(at, line, CellsOf(format), ref fields) : Members(at, line, ref fields);

    /// <summary>Writes the columns of a text line, by the cells of its format.</summary>
    private byte* Cells(byte* at, FlowLine line, Cell[] cells, ref int fields)
    {
        TWriter w = default;
        w.At = at;
        FlowColumns columns = line.Columns; // a copy: see FlowLine.Check
        bool clean = line.FieldsAreClean;
        int written = 0;
        foreach (ref readonly Cell cell in cells.AsSpan())
        {
            Slice text = columns.At(cell.Column);
            if (!text.IsPresent)
                continue;
            if (cell.Shape == EcsShape.FlagNames && FlagsOf(line) != 0)
                continue; // the names are computed from tcp_flags
            written++;
            w.Put(cell.Key);
            if (cell.Shape == EcsShape.Text)
                w.String(text.Start, text.Length, clean);
            else
                w.At = Value(w.At, cell.Shape, text, clean, ref written);
        }

        fields += written;
        return w.At;
    }

    /// <summary>Prepares the cells of a format's columns, once per format; columns named twice are left out.</summary>
    private Cell[] CellsOf(FlowColumn[] format)
    {
        if (ReferenceEquals(format, _format))
            return _cells;
        var cells = new List<Cell>(format.Length);
        var seen = new HashSet<int>();
        int keyBytes = 0;
        _formatArena = null;
        for (int column = 0; column < format.Length; column++)
        {
            int field = format[column].Field;
            if (field >= 0 ? !seen.Add(field) : format[column].Name.Length == 0)
                continue;
            Literal key = field >= 0 ? literals.Fields[field] : (_formatArena ??= new LiteralArena<TWriter>()).Key(format[column].Name);
            keyBytes += key.Length + AroundValue;
            cells.Add(new Cell(key, column, field < 0 ? EcsShapes.OfUnknown(format[column].Name) : _shapes[field]));
        }

        _keyBytes = keyBytes;
        _format = format;
        return _cells = [.. cells];
    }

    private byte* Value(byte* at, EcsShape shape, Slice text, bool clean, ref int fields)
    {
        TWriter w = default;
        w.At = at;
        switch (shape)
        {
            case EcsShape.Tag:
                Slice tag = _tags.Decode(text, ref clean);
                w.String(tag.Start, tag.Length, clean);
                break;
            case EcsShape.Integer:
                Digits.TryParse(text.Start, text.Length, out long value);
                w.Integer(text.Start, text.Length, value);
                break;
            case EcsShape.Keyword:
                Keyword(ref w, text);
                break;
            case EcsShape.Flags:
                Keyword(ref w, text);
                Digits.TryParse(text.Start, text.Length, out long flags);
                if ((flags & Named) != 0)
                {
                    fields++;
                    w.Put(literals.FlagNames[flags & Named]);
                }

                break;
            default:
                w.String(text.Start, text.Length, clean);
                break;
        }

        return w.At;
    }

    /// <summary>Writes a number as text without leading zeros, since a keyword is matched character by character.</summary>
    private static void Keyword(ref TWriter w, Slice text)
    {
        byte* start = text.Start;
        int length = text.Length;
        for (; length > 1 && *start == '0'; length--)
            start++;
        w.String(start, length, clean: true);
    }

    /// <summary>Writes the members of a JSON record; order and names may differ between records.</summary>
    private byte* Members(byte* at, FlowLine line, ref int fields)
    {
        TWriter w = default;
        w.At = at;
        bool clean = line.FieldsAreClean;
        for (int column = 0; column < line.Columns.Count; column++)
        {
            Slice text = line.Columns.At(column);
            int field = line.Columns.Fields[column];
            if (!text.IsPresent || (field >= 0 && line.Columns.IndexOf[field] != column))
                continue;
            EcsShape shape;
            if (field >= 0)
            {
                shape = _shapes[field];
                w.Put(literals.Fields[field]);
            }
            else
            {
                ReadOnlySpan<byte> name = line.Columns.Names[column].Span;
                shape = EcsShapes.OfUnknown(name);
                if (shape == EcsShape.FlagNames && FlagsOf(line) != 0)
                    continue;
                w.Key(name);
            }

            fields++;
            w.At = Value(w.At, shape, text, clean, ref fields);
        }

        return w.At;
    }

    /// <summary>The flags of the record that have a name.</summary>
    private static long FlagsOf(FlowLine line)
    {
        Slice text = line.Get(FlowField.TcpFlags);
        return text.IsPresent && Digits.TryParse(text.Start, text.Length, out long flags) ? flags & Named : 0;
    }
}
