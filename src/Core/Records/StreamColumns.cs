// Records: which columns the lines of a stream have, by the precedence in docs/SCHEMAS.md and the reference of formats.
using System.Runtime.CompilerServices;
using Sluice.Core.Framing;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Records;

/// <summary>
/// Takes the columns from a header line, the <c>fields</c> setting or the shape of the line, and reads the line's tokens
/// into <paramref name="line"/> by them.
/// </summary>
internal sealed unsafe class StreamColumns(string? fields, LineTokens tokens, FlowLine line)
{
    private readonly short[] _indexOf = GC.AllocateArray<short>(FlowFields.Count, pinned: true);
    private readonly LogFormat? _setting = string.IsNullOrWhiteSpace(fields) ? null : LogFormat.FromSetting(fields);
    private LogFormat? _lines;
    private StreamFormat? _format;

    /// <summary>The columns of plain lines; null when neither a header nor the user named any.</summary>
    public LogFormat? Lines => _lines;

    /// <summary>The columns of a table's rows, kept beside those of plain lines; null outside a table.</summary>
    public LogFormat? Table { get; private set; }

    /// <summary>How far lines without a header are trusted.</summary>
    public HeaderlessLines Headerless { get; set; }

    /// <summary>Since the caller last set this to false, a line was read by the position of its columns.</summary>
    public bool HasRead { get; set; }

    /// <summary>A header named the columns.</summary>
    public bool HasHeader => Table is not null || !ReferenceEquals(_lines, _setting);

    /// <summary>The columns that headers named; null when there was no header.</summary>
    public StreamFormat? Format
    {
        get
        {
            if (!HasHeader)
                return null;
            if (_format is null || _format.Lines != _lines || _format.Table != Table)
                _format = new StreamFormat(_lines, Table);
            return _format;
        }
        set
        {
            _format = value;
            _lines = value is null ? _setting : value.Lines;
            Table = value?.Table;
        }
    }

    /// <summary>Whether the columns are the ones used for lines without a header.</summary>
    public bool IsHeaderless(StreamFormat format) => format.Table is null && format.Lines is { } lines
        && (_setting is null ? lines.IsDefault : lines.HasColumnsOf(_setting));

    /// <summary>Forgets the headers.</summary>
    public void Reset()
    {
        _lines = _setting;
        Table = null;
    }

    /// <summary>Takes the columns of a header.</summary>
    public void Take(LogFormat header)
    {
        Table = header.IsCsv ? header : null;
        if (!header.IsCsv)
            _lines = header;
    }

    /// <summary>Reads a line of text that is already split; false with the reason when it is not a record.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read(byte* text, ref Fault fault)
    {
        line.MessageIsClean = line.FieldsAreClean = tokens.IsClean;
        if (Headerless != HeaderlessLines.ByShape && !HasHeader)
            return ReadMistrusted(text, ref fault);
        return _lines is not null ? Fits(text, _lines, ref fault) : ReadByShape(text, ref fault) is not null;
    }

    /// <summary>Reads the cells of a row of the table.</summary>
    public bool ReadRow(byte* cells, ref Fault fault)
    {
        line.MessageIsClean = line.FieldsAreClean = false;
        return Fits(cells, Table!, ref fault);
    }

    /// <summary>Headers were seen that may or may not apply to this line: a match by chance does not count.</summary>
    private bool ReadMistrusted(byte* text, ref Fault fault)
    {
        if (Headerless == HeaderlessLines.Malformed)
        {
            fault.Kind = FaultKind.HeaderForgotten;
            return false;
        }

        if (_lines is not null)
            return Fits(text, _lines, ref fault);
        if (ReadByShape(text, ref fault) is not { } format)
            return false;
        if (format.IsDeclared || line.FitsBeyondDoubt())
            return true;
        fault.Kind = FaultKind.NotBeyondDoubt;
        return false;
    }

    /// <summary>Neither a header nor the user named the columns: the shape decides, never the number of tokens alone.</summary>
    private LogFormat? ReadByShape(byte* text, ref Fault fault)
    {
        if (tokens.Count >= LogFormat.TransitGateway.Columns.Length && tokens.Span(text, 1).SequenceEqual("TransitGateway"u8))
            return Fits(text, LogFormat.TransitGateway, ref fault) ? LogFormat.TransitGateway : null;
        LogFormat longest = LogFormat.Default(tokens.Count);
        if (Fits(text, longest, ref fault) && (longest.Columns.Length == FlowOrders.Version2Length || line.FitsDefault()))
            return longest;
        LogFormat shortest = LogFormat.Default(FlowOrders.Version2Length);
        if (longest.Columns.Length > FlowOrders.Version2Length && Fits(text, shortest, ref fault))
            return shortest;
        fault.Undeclared = true;
        return null;
    }

    private bool Fits(byte* text, LogFormat format, ref Fault fault)
    {
        if (tokens.Count < format.Columns.Length)
        {
            fault.Kind = FaultKind.TooFewFields;
            fault.Found = tokens.Count;
            fault.Wanted = format.Columns.Length;
            return false;
        }

        // Most lines have the format of the line before; an object in between leaves none.
        if (line.Columns.Format != format.Columns)
            Load(format);
        line.Columns.Base = text;
        return line.Check(format.CheckedFields, format.IsDeclared, ref fault);
    }

    private void Load(LogFormat format)
    {
        format.IndexOf.CopyTo(_indexOf, 0);
        line.Columns = new FlowColumns
        {
            Starts = tokens.Starts,
            Ends = tokens.Ends,
            IndexOf = (short*)Unsafe.AsPointer(ref _indexOf[0]),
            Format = format.Columns,
            IsDefaultOrder = format.IsDefaultOrder,
            Count = format.Columns.Length,
        };
    }
}
