// Records: which columns a line has, by the order of precedence in docs/SCHEMAS.md and the reference of formats.
using System.Runtime.CompilerServices;
using Sluice.Core.Framing;
using Sluice.Core.Text;
using Sluice.Core.Unwrap;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Records;

public sealed unsafe partial class FlowParser
{
    private short* _planIndex;
    private readonly short[] _planMemory = GC.AllocateArray<short>(FlowFields.Count, pinned: true);
    private FlowPlan? _planLoaded;
    private byte[] _cells = [];

    /// <summary>One whole line of text, split, followed by readable bytes: a header, a record, a malformed line or nothing.</summary>
    private LineOutcome Take(byte* text, int length, Batch output, Form form)
    {
        if (_tokens.Count == 0)
            return LineOutcome.Blank;
        byte* whole = text;
        int wholeLength = length;
        if (_tokens.Ends[0] - _tokens.Starts[0] >= TimePrefix.Shortest && SkipTime(ref text, ref length) && *text == '{')
            return TakeJson(new Slice(text, length), output, form);
        if (text[_tokens.Starts[0]] is >= (byte)'a' and <= (byte)'z' && FlowPlan.FromHeader(text, _tokens, _plan) is { } plan)
            return Header(plan, new Slice(text, length), output, form);

        var fault = default(Fault);
        _line.Message = new Slice(text, length);
        if (ReadText(text, ref fault))
        {
            HasReadColumns = true;
            return _tokens.Count == _line.Columns.Count ? Record(output, form) : WithExtraColumns(text, length, output, form);
        }

        return NoRecord(whole, wholeLength, fault, output, form);
    }

    private bool ReadText(byte* text, ref Fault fault)
    {
        _line.MessageIsClean = _line.FieldsAreClean = _tokens.IsClean;
        if (_mistrust != HeaderlessLines.ByShape && !HasHeader)
            return ReadMistrusted(text, ref fault);
        return _plan is not null ? Fits(text, _plan, ref fault) : ReadByShape(text, ref fault);
    }

    /// <summary>Headers were seen that this line may or may not be under: what it could be by chance does not count.</summary>
    private bool ReadMistrusted(byte* text, ref Fault fault)
    {
        if (_mistrust == HeaderlessLines.Malformed)
        {
            fault.Kind = FaultKind.HeaderForgotten;
            return false;
        }

        if (_plan is not null)
            return Fits(text, _plan, ref fault);
        if (!ReadByShape(text, ref fault))
            return false;
        if (_planLoaded!.IsDeclared || _line.FitsBeyondDoubt())
            return true;
        fault.Kind = FaultKind.NotBeyondDoubt;
        return false;
    }

    private bool ReadByShape(byte* text, ref Fault fault)
    {
        // Neither a header nor the user named the columns: the shape decides, never the number of tokens alone.
        if (_tokens.Count >= FlowPlan.TransitGateway.Columns.Length && _tokens.Span(text, 1).SequenceEqual("TransitGateway"u8))
            return Fits(text, FlowPlan.TransitGateway, ref fault);
        FlowPlan longest = FlowPlan.Default(_tokens.Count);
        if (Fits(text, longest, ref fault) && (longest.Columns.Length == FlowOrders.Version2Length || _line.FitsDefault()))
            return true;
        if (longest.Columns.Length > FlowOrders.Version2Length && Fits(text, FlowPlan.Default(FlowOrders.Version2Length), ref fault))
            return true;
        fault.Undeclared = true;
        return false;
    }

    private bool Fits(byte* text, FlowPlan plan, ref Fault fault)
    {
        if (_tokens.Count < plan.Columns.Length)
        {
            fault.Kind = FaultKind.TooFewFields;
            fault.Found = _tokens.Count;
            fault.Wanted = plan.Columns.Length;
            return false;
        }

        if (plan != _planLoaded)
            Load(plan);
        _line.Columns.Base = text;
        return _line.Check(plan.CheckedFields, plan.IsDeclared, ref fault);
    }

    /// <summary>Prepares the line's columns for a plan; most lines have that of the line before.</summary>
    private void Load(FlowPlan plan)
    {
        plan.IndexOf.CopyTo(_planMemory, 0);
        _planLoaded = plan;
        _line.Columns = new FlowColumns
        {
            Starts = _tokens.Starts,
            Ends = _tokens.Ends,
            IndexOf = _planIndex,
            Plan = plan.Columns,
            IsDefaultOrder = plan.IsDefaultOrder,
            Count = plan.Columns.Length,
        };
    }

    /// <summary>A header line, which a parser behind this one may need as well.</summary>
    private LineOutcome Header(FlowPlan plan, Slice text, Batch output, Form form)
    {
        if (_options.EmitHeaders && form == Form.Event)
            output.Commit(_encoder.Malformed(output.Reserve(_encoder.Room(text.Length, clean: false)), text, default, _offset, TimeWhenAbsent), 1);
        return Header(plan);
    }

    private LineOutcome Header(FlowPlan plan)
    {
        _table = plan.IsCsv ? plan : null;
        Set(Framing.Rows, plan.IsCsv);
        if (!plan.IsCsv)
            _plan = plan;
        _counts.Headers++;
        return LineOutcome.Header;
    }

    /// <summary>Leaves out a time that an export put before the line, and splits what follows it.</summary>
    private bool SkipTime(ref byte* text, ref int length)
    {
        ReadOnlySpan<byte> first = _tokens.Span(text, 0);
        if (_tokens.Count < 2)
            return false;
        bool isMilliseconds = TimePrefix.IsMilliseconds(first) && (_plan is null || _tokens.Count == _plan.Columns.Length + 1);
        if (!isMilliseconds && !TimePrefix.IsIsoTime(first))
            return false;
        int skipped = _tokens.Starts[1];
        LineScanner.ScanFramed(text + skipped, length - skipped, _tokens);
        // Milliseconds may also be the line's own first column: they are only where the line does not fit without them.
        var fault = default(Fault);
        if (isMilliseconds && _plan is { BeginsWithTime: true } && !ReadText(text + skipped, ref fault))
        {
            LineScanner.ScanFramed(text, length, _tokens);
            return false;
        }

        text += skipped;
        length -= skipped;
        return true;
    }

    /// <summary>AWS may add columns; a header that is glued to the line also looks like that.</summary>
    private LineOutcome WithExtraColumns(byte* text, int length, Batch output, Form form)
    {
        int header = GluedHeader.Find(text, _tokens);
        if (header > 0)
            return BeforeHeader(text, length, header, output, form);
        _counts.ExtraColumns++;
        return Record(output, form);
    }

    /// <summary>A line that fits no format: a table's header, the end of one file glued to the next, or malformed.</summary>
    private LineOutcome NoRecord(byte* text, int length, in Fault fault, Batch output, Form form)
    {
        if (!_inWrapped && new ReadOnlySpan<byte>(text, length).Contains((byte)','))
        {
            CsvRow.Split(text, length, Cells(length), _tokens);
            if (FlowPlan.FromCsvHeader(Cells(length), _tokens) is { } table)
                return Header(table);
            LineScanner.ScanFramed(text, length, _tokens);
        }

        int header = GluedHeader.Find(text, _tokens);
        return header > 0
            ? BeforeHeader(text, length, header, output, form)
            : Malformed(new Slice(text, length), fault, output, form);
    }

    private LineOutcome BeforeHeader(byte* text, int length, int header, Batch output, Form form)
    {
        LineOutcome outcome = Malformed(new Slice(text, header), new Fault { Kind = FaultKind.BeforeHeader, Found = header }, output, form);
        LineScanner.ScanFramed(text + header, length - header, _tokens);
        if (Failed)
            return outcome;
        _counts.Lines++;
        Header(FlowPlan.FromHeader(text + header, _tokens, _plan)!, new Slice(text + header, length - header), output, form); // the finder has looked at every token
        return outcome;
    }

    /// <summary>A row of a table whose header has been read.</summary>
    private LineOutcome TakeRow(byte* row, int length, Batch output, Form form)
    {
        FlowPlan plan = _table!;
        byte* cells = Cells(length);
        CsvRow.Split(row, length, cells, _tokens);
        length = _tokens.Length;
        if (_tokens.Count <= 1 || FlowPlan.FromCsvHeader(cells, _tokens) is not null)
            return TakeBetweenRows(row, length, output, form);

        var message = new Slice(row, length);
        if (!plan.HasIdentity && _tokens.Count > plan.MessageColumn)
        {
            ReadOnlySpan<byte> cell = _tokens.Span(cells, plan.MessageColumn);
            Unwrap.TryTake(new Slice(cells + _tokens.Starts[plan.MessageColumn], cell.Length), isEscaped: false);
            return Wrap(message);
        }

        var fault = default(Fault);
        _line.Message = message;
        _line.MessageIsClean = _line.FieldsAreClean = false;
        if (!Fits(cells, plan, ref fault))
            return Malformed(message, fault, output, form);
        _counts.ExtraColumns += _tokens.Count > plan.Columns.Length ? 1 : 0;
        return Record(output, form);
    }

    /// <summary>A line that is no row: another file follows the table, or the table begins again.</summary>
    private LineOutcome TakeBetweenRows(byte* row, int length, Batch output, Form form)
    {
        LineScanner.ScanFramed(row, length, _tokens);
        return Take(row, length, output, form);
    }

    private byte* Cells(int length)
    {
        int needed = length + LineTokens.Max + LineScanner.Readable * 2;
        if (_cells.Length < needed)
            _cells = GC.AllocateUninitializedArray<byte>(Math.Max(needed, _cells.Length * 2), pinned: true);
        return (byte*)Unsafe.AsPointer(ref _cells[0]);
    }
}
