// Ecs: aws.vpcflow, every field of the record under its own name.
using Sluice.Core.Encodings;
using Sluice.Core.Schemas.Shared;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Schemas.Ecs;

/// <summary>Writes the columns of text lines and the members of JSON records.</summary>
internal sealed unsafe class VpcFlowFields<TWriter>
    where TWriter : struct, IRecordWriter
{
    /// <summary>Mask of the flags that have names: the eight of the TCP header's flag byte.</summary>
    private const long Named = 0xFF;

    private readonly EcsLiterals<TWriter> _literals;
    private readonly EcsShape[] _shapes = [.. FlowFields.All.Select(row => EcsShapes.Of(row.Field))];
    private readonly FormatCells<TWriter, EcsShape> _cells;
    private readonly TagText _tags = new();

    public VpcFlowFields(EcsLiterals<TWriter> literals)
    {
        _literals = literals;
        _cells = new(literals.Fields, _shapes, name => EcsShapes.OfUnknown(name));
    }

    /// <summary>The most bytes that the names of a line's columns take.</summary>
    public int KeyBytes(FlowLine line) => _cells.KeyBytes(line);

    public byte* Write(byte* at, FlowLine line, ref int fields) =>
        line.Columns.Format is { } format ? Cells(at, line, _cells.Of(format), ref fields) : Members(at, line, ref fields);

    /// <summary>Writes the columns of a text line, by the cells of its format.</summary>
    private byte* Cells(byte* at, FlowLine line, FormatCell<EcsShape>[] cells, ref int fields)
    {
        TWriter w = default;
        w.At = at;
        FlowColumns columns = line.Columns; // a copy: see FlowLine.Check
        bool clean = line.FieldsAreClean;
        int written = 0;
        foreach (ref readonly FormatCell<EcsShape> cell in cells.AsSpan())
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
                    w.Put(_literals.FlagNames[flags & Named]);
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
                w.Put(_literals.Fields[field]);
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
