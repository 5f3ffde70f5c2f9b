// Records: lines that come one by one, already framed by the caller: an event's text, a row of Parquet.
using Sluice.Core.Framing;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Records;

/// <summary>Takes what the caller passes as one line: a line, an object, a row, or several lines. Its offset is its number, from 0.</summary>
internal sealed unsafe class FramedLines(LineTokens tokens, PaddedCopy copy, StreamColumns columns, LineFramer framer, LineReader reader, RecordOutput output)
{
    /// <summary>Shifts the number of a framed line, so that each line it wraps has an offset of its own.</summary>
    private const int WrapperShift = 24;

    /// <summary>
    /// Takes a line followed by <paramref name="readable"/> readable bytes; if it wraps several lines, none of them yet. With
    /// <paramref name="table"/>, the line is a row whose values have their places there.
    /// </summary>
    public LineOutcome Take(ReadOnlySpan<byte> line, int readable, Target to, TableColumns? table = null)
    {
        if (line.Length > framer.MaxLine && output.Refuses())
            return LineOutcome.Malformed;
        output.Counts.Lines++;
        LineOutcome outcome;
        fixed (byte* start = line)
        {
            // The pointer of an empty line is null.
            bool inPlace = readable >= LineScanner.Readable && start != null;
            outcome = Take(inPlace ? start : copy.Of(start, line.Length), line, to, table);
            if (outcome == LineOutcome.Several)
                outcome = TakeWrapper(to);
        }

        output.Counts.BytesIn += line.Length;
        output.Offset++;
        return outcome;
    }

    /// <summary>Takes the next line that the last one wraps.</summary>
    public LineOutcome TakeWrapped(Target to)
    {
        output.Counts.Lines++;
        LineOutcome outcome = reader.NextWrapped((output.Offset << WrapperShift) + reader.Wrapped.NextOffset, to);
        if (output.Failed)
            reader.Wrapped.End();
        return outcome;
    }

    private LineOutcome Take(byte* text, ReadOnlySpan<byte> line, Target to, TableColumns? table)
    {
        if (line.Length > framer.MaxLine)
            return output.Malformed(new Slice(text, framer.KeptOfOverlong), Fault.TooLong(framer.KeptOfOverlong, framer.MaxLine), to);
        if (table is not null)
            return reader.Row(new Slice(text, line.Length), table, to);
        if (line.Length > 0 && *text is (byte)'{' or (byte)'[' or (byte)' ' or (byte)'\t')
        {
            int blanks = line.IndexOfAnyExcept(" \t"u8);
            var rest = new Slice(text + blanks, line.Length - blanks);
            if (blanks >= 0 && *rest.Start == '{' && (blanks == 0 || new JsonCursor(rest.Start, rest.Length).TakeValue(out _)))
                return reader.FramedObject(rest, to);
            if (blanks >= 0 && *rest.Start == '[' && reader.Wrapped.TryTakeValues(rest))
                return LineOutcome.Several;
        }

        if (columns.Table is not null)
            return reader.Row(text, line.Length, to);
        int feed = LineScanner.ScanFramed(text, line.Length, tokens);
        if (feed >= line.Length || feed >= line.TrimEnd("\r\n"u8).Length)
            return reader.Text(text, tokens.Length, to);
        // Several lines, where one was expected.
        var lines = new Slice(text, line.Length);
        reader.Wrapped.TakeText(lines, lines);
        return LineOutcome.Several;
    }

    /// <summary>Takes the only line of a wrapper at once; several lines each wait for <see cref="TakeWrapped"/>.</summary>
    private LineOutcome TakeWrapper(Target to)
    {
        WrappedLines wrapped = reader.Wrapped;
        if (wrapped.Count == 0)
            return wrapped.IsSingle ? LineOutcome.Blank : LineOutcome.Control;
        if (wrapped.Count == 1)
            return reader.NextWrapped(output.Offset, to);
        output.Counts.Lines--;
        return LineOutcome.Several;
    }
}
