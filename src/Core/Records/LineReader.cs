// Records: decides what one line, row or object is.
using Sluice.Core.Framing;
using Sluice.Core.Identity;
using Sluice.Core.Text;
using Sluice.Core.Unwrap;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Records;

/// <summary>
/// Takes what the framer found: a record or a malformed line, which is written at once; a header, which names the columns
/// of what follows; or a wrapper, whose lines are then in <see cref="Wrapped"/>.
/// </summary>
internal sealed unsafe class LineReader(LineTokens tokens, FlowLine line, StreamColumns columns, JsonObjects objects, LineFramer framer, RecordOutput output)
{
    private readonly CsvCells _cells = new();
    private Origin? _origin;
    private EnvelopeSource _source;
    private bool _hasSource; // the input has a name, or had an envelope

    /// <summary>The lines of the last wrapper.</summary>
    public WrappedLines Wrapped { get; } = new();

    /// <summary>Begins the next input.</summary>
    public void Reset(Origin? origin)
    {
        _origin = origin;
        _hasSource = origin is not null;
        line.LogGroup = line.LogStream = default;
        Wrapped.End();
    }

    /// <summary>Gives back memory that a huge line needed.</summary>
    public void Shrink(int most)
    {
        objects.Shrink(most);
        Wrapped.Shrink(most);
        _cells.Shrink(most);
    }

    /// <summary>A line of text, whose tokens are found.</summary>
    public LineOutcome Text(byte* text, int length, Target to)
    {
        if (tokens.Count == 0)
            return LineOutcome.Blank;
        byte* whole = text;
        int wholeLength = length;
        if (tokens.Ends[0] - tokens.Starts[0] >= TimePrefix.Shortest && SkipTime(ref text, ref length) && *text == '{')
            return FramedObject(new Slice(text, length), to);
        if (text[tokens.Starts[0]] is >= (byte)'a' and <= (byte)'z' && LogFormat.FromHeader(text, tokens, columns.Lines) is { } header)
            return Header(header, new Slice(text, length), to);

        var fault = default(Fault);
        line.Message = new Slice(text, length);
        if (columns.Read(text, ref fault))
        {
            columns.HasRead = true;
            return tokens.Count == line.Columns.Count ? Record(to) : WithExtraColumns(text, length, to);
        }

        return NoRecord(whole, wholeLength, fault, to);
    }

    /// <summary>A row of the table whose header has been read.</summary>
    public LineOutcome Row(byte* row, int length, Target to)
    {
        LogFormat table = columns.Table!;
        byte* cells = _cells.Split(row, length, tokens);
        length = tokens.Length;
        if (tokens.Count <= 1 || LogFormat.FromCsvHeader(cells, tokens) is not null)
            return BetweenRows(row, length, to);

        var message = new Slice(row, length);
        if (!table.HasIdentity && tokens.Count > table.MessageColumn)
        {
            ReadOnlySpan<byte> cell = tokens.Span(cells, table.MessageColumn);
            Wrapped.TakeText(new Slice(cells + tokens.Starts[table.MessageColumn], cell.Length), message);
            return LineOutcome.Several;
        }

        var fault = default(Fault);
        line.Message = message;
        if (!columns.ReadRow(cells, ref fault))
            return Malformed(message, fault, to);
        output.Counts.ExtraColumns += tokens.Count > table.Columns.Length ? 1 : 0;
        return Record(to);
    }

    /// <summary>A row whose values have their places in <paramref name="table"/>; <paramref name="row"/> is the row as JSON.</summary>
    public LineOutcome Row(Slice row, TableColumns table, Target to)
    {
        var fault = default(Fault);
        line.Message = row;
        return table.Read(row.Start, line, ref fault) ? Record(to) : Malformed(row, fault, to);
    }

    /// <summary>Takes the object last read; <paramref name="message"/> is the same object with its line end.</summary>
    public LineOutcome Object(Slice json, Slice message, Target to)
    {
        line.Message = message;
        line.MessageIsClean = false;
        JsonRecord read = objects.Result;
        if (read == JsonRecord.Record && line.Check(FlowLine.CheckedByTable, declared: true, ref objects.Fault))
            return Record(to);
        if (read == JsonRecord.OtherObject && !Wrapped.IsInside && Wrapped.TryTakeObject(json, message))
            return LineOutcome.Several;
        if (read == JsonRecord.OtherObject && !Wrapped.IsInside && Wrapped.IsRecord)
            objects.Fault = new Fault { Kind = FaultKind.RecordAlready };
        return Malformed(message, objects.Fault, to);
    }

    /// <summary>Takes an object that is not read yet; line ends after it are part of its message.</summary>
    public LineOutcome FramedObject(Slice message, Target to)
    {
        if (objects.Read(message, out int length) == JsonExtent.Whole && message.Span[length..].IndexOfAnyExcept(" \t\r\n"u8) >= 0)
        {
            if (!Wrapped.IsInside && Wrapped.TryTakeValues(message))
                return LineOutcome.Several;
            objects.Refuse(length);
        }

        // An object that is cut off ends where its line does.
        if (objects.Fault.Kind == FaultKind.NotJson)
            objects.Fault.Found = Math.Min(objects.Fault.Found, message.Span.TrimEnd("\r\n"u8).Length);
        return Object(new Slice(message.Start, length), message, to);
    }

    /// <summary>The next line of the wrapper, as if it had come bare; it stands at <paramref name="offset"/>.</summary>
    public LineOutcome NextWrapped(long offset, Target to)
    {
        (Slice text, _, _source) = Wrapped.Next();
        _hasSource |= _source.IsKnown;
        long outer = output.Offset;
        output.Offset = offset;
        Wrapped.IsInside = true;
        LineOutcome outcome;
        if (*text.Start == '{')
        {
            outcome = FramedObject(text, to);
        }
        else
        {
            LineScanner.ScanFramed(text.Start, text.Length, tokens);
            outcome = Text(text.Start, tokens.Length, to);
        }

        Wrapped.IsInside = false;
        _source = default;
        output.Offset = outer;
        return outcome;
    }

    private LineOutcome Record(Target to)
    {
        if (_hasSource)
            FillFromSource();
        return output.Record(line, to);
    }

    /// <summary>Fills in what a line lacks from its envelope, or from the name of its object.</summary>
    private void FillFromSource()
    {
        line.LogGroup = _source.LogGroup;
        line.LogStream = _source.LogStream;
        if (_source.Account.IsPresent)
            line.FillAccount(_source.Account);
        else if (_origin is not null)
            line.FillAccount(_origin.Account);
    }

    private LineOutcome Malformed(Slice text, in Fault fault, Target to) =>
        // An object that wraps only this line is kept whole: the rest of it may matter more.
        output.Malformed(Wrapped.IsInside && Wrapped.IsSingle ? Wrapped.Wrapper : text, fault, to);

    private LineOutcome Header(LogFormat header, Slice text, Target to)
    {
        Take(header);
        return output.Header(text, to);
    }

    private void Take(LogFormat header)
    {
        columns.Take(header);
        framer.HasRows = header.IsCsv;
    }

    /// <summary>Skips a time that an export put before the line, and splits the rest.</summary>
    private bool SkipTime(ref byte* text, ref int length)
    {
        ReadOnlySpan<byte> first = tokens.Span(text, 0);
        if (tokens.Count < 2)
            return false;
        bool isMilliseconds = TimePrefix.IsMilliseconds(first) && (columns.Lines is null || tokens.Count == columns.Lines.Columns.Length + 1);
        if (!isMilliseconds && !TimePrefix.IsIsoTime(first))
            return false;
        int skipped = tokens.Starts[1];
        LineScanner.ScanFramed(text + skipped, length - skipped, tokens);
        // Milliseconds may also be the line's own first column: they are when the line does not fit without them.
        var fault = default(Fault);
        if (isMilliseconds && columns.Lines is { BeginsWithTime: true } && !columns.Read(text + skipped, ref fault))
        {
            LineScanner.ScanFramed(text, length, tokens);
            return false;
        }

        text += skipped;
        length -= skipped;
        return true;
    }

    /// <summary>Takes a line with more columns than named: AWS may add some, or a header is glued to the line.</summary>
    private LineOutcome WithExtraColumns(byte* text, int length, Target to)
    {
        int header = GluedHeader.Find(text, tokens);
        if (header > 0)
            return BeforeHeader(text, length, header, to);
        output.Counts.ExtraColumns++;
        return Record(to);
    }

    /// <summary>A line that fits no format: a table's header, the end of one file glued to the next, or malformed.</summary>
    private LineOutcome NoRecord(byte* text, int length, in Fault fault, Target to)
    {
        if (!Wrapped.IsInside && new ReadOnlySpan<byte>(text, length).Contains((byte)','))
        {
            byte* cells = _cells.Split(text, length, tokens);
            if (LogFormat.FromCsvHeader(cells, tokens) is { } table)
            {
                Take(table);
                output.Counts.Headers++;
                return LineOutcome.Header;
            }

            LineScanner.ScanFramed(text, length, tokens);
        }

        int header = GluedHeader.Find(text, tokens);
        return header > 0
            ? BeforeHeader(text, length, header, to)
            : Malformed(new Slice(text, length), fault, to);
    }

    private LineOutcome BeforeHeader(byte* text, int length, int header, Target to)
    {
        LineOutcome outcome = Malformed(new Slice(text, header), new Fault { Kind = FaultKind.BeforeHeader, Found = header }, to);
        LineScanner.ScanFramed(text + header, length - header, tokens);
        if (output.Failed)
            return outcome;
        output.Counts.Lines++;
        Header(LogFormat.FromHeader(text + header, tokens, columns.Lines)!, new Slice(text + header, length - header), to); // Find has checked all tokens
        return outcome;
    }

    /// <summary>A line that is not a row: another file follows the table, or the table begins again.</summary>
    private LineOutcome BetweenRows(byte* row, int length, Target to)
    {
        LineScanner.ScanFramed(row, length, tokens);
        return Text(row, length, to);
    }
}
