// Records: values that are framed by marks of their own and not by line ends: JSON, and rows of tables.
using Sluice.Core.Framing;
using Sluice.Core.Text;
using Sluice.Core.Unwrap;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Records;

public sealed unsafe partial class FlowParser
{
    private bool _runTogether; // the last value was followed by another on its line
    private bool _inArray;

    /// <summary>What begins with a blank, a bracket, a quote or a control, or is a row of a table.</summary>
    private int NextMarked(byte* line, int available, bool endOfInput, Batch output, int stopAt)
    {
        int blanks = new ReadOnlySpan<byte>(line, available).IndexOfAnyExcept((byte)' ', (byte)'\t');
        if (blanks < 0)
            return NextText(line, available, endOfInput, output, stopAt);
        byte* mark = line + blanks;
        int rest = available - blanks;
        switch (*mark)
        {
            case (byte)'{':
                return NextObject(line, blanks, available, endOfInput, output, stopAt);
            case (byte)'[' when OpensArray(mark, rest, endOfInput, out bool isKnown):
                _inArray |= isKnown;
                return isKnown ? Used(blanks + 1) : 0;
            case (byte)']' or (byte)',' when _inArray || (*mark == ',' && _runTogether):
                _inArray &= *mark == ',';
                return Used(blanks + 1);
            case (byte)'"' when _inArray:
                return NextString(line, blanks, available, endOfInput, output, stopAt);
            case (byte)'\n' or (byte)'\r':
                return NextText(line, available, endOfInput, output, stopAt);
        }

        _inArray = _runTogether = false;
        return _table is not null
            ? NextRow(line, available, endOfInput, output, stopAt)
            : NextText(line, available, endOfInput, output, stopAt);
    }

    /// <summary>
    /// Whether a <c>[</c> opens a list of objects or texts; many a log line begins with one too. Without
    /// <paramref name="isKnown"/> that must wait for what follows it.
    /// </summary>
    private bool OpensArray(byte* mark, int rest, bool endOfInput, out bool isKnown)
    {
        int most = Math.Min(rest, _options.MaxLineBytes + 1);
        var cursor = new JsonCursor(mark + 1, most - 1);
        byte first = cursor.Peek();
        bool opens = first switch
        {
            (byte)'{' => cursor.Take(first) && cursor.Peek() is (byte)'"' or (byte)'}',
            (byte)'"' => cursor.TakeString(out _, out _) && cursor.Peek() is (byte)',' or (byte)']',
            (byte)']' => cursor.Take(first) && (cursor.Peek() is (byte)'[' or (byte)'{' || (cursor.IsAtEnd && endOfInput)),
            _ => false,
        };
        isKnown = opens || !cursor.IsAtEnd || endOfInput || most < rest;
        return opens || !isKnown;
    }

    /// <summary>
    /// An object, which nearly always is a whole line. It may also go on over line ends, or be followed by another
    /// on its line; what is no JSON is a line like any other.
    /// </summary>
    private int NextObject(byte* line, int blanks, int available, bool endOfInput, Batch output, int stopAt)
    {
        byte* json = line + blanks;
        int most = Math.Min(available - blanks, _options.MaxLineBytes + 1);
        int feed = _runTogether ? -1 : new ReadOnlySpan<byte>(json, most).IndexOf((byte)'\n');
        int length = feed < 0 ? most : feed;
        var fault = default(Fault);
        JsonRecord read = feed < 0 ? Measure(json, ref length) : ReadJson(new Slice(json, feed), ref fault, out length);
        if (read == JsonRecord.Incomplete && feed >= 0)
        {
            length = most;
            read = Measure(json, ref length);
            feed = -1;
        }

        if (read == JsonRecord.Incomplete && !endOfInput && most == available - blanks)
            return 0;
        int message = 0;
        int used = 0;
        bool isValue = read is not (JsonRecord.Incomplete or JsonRecord.NotJson) && length <= _options.MaxLineBytes;
        if (!isValue || !Follows(json, length, most, available - blanks, endOfInput, out message, out used))
        {
            if (isValue && used == 0)
                return 0;
            // Behind a blank, a brace may also begin a text that is a column's.
            return blanks > 0
                ? NextText(line, available, endOfInput, output, stopAt)
                : NotJson(line, length, available, endOfInput, output);
        }

        _counts.Lines++;
        if (feed < 0)
            read = ReadJson(new Slice(json, length), ref fault, out _);
        byte* text = available - blanks - message > LineScanner.Readable ? json : Pad(json, message);
        LineOutcome outcome = TakeObject(read, new Slice(text, length), new Slice(text, message), ref fault, output, Form.Event);
        if (outcome == LineOutcome.Several)
            return TakeWrapped(blanks + used, output, stopAt);
        return Failed ? 0 : Used(blanks + used);
    }

    /// <summary>Where the value ends that begins at <paramref name="json"/>.</summary>
    private static JsonRecord Measure(byte* json, ref int length)
    {
        var cursor = new JsonCursor(json, length);
        bool good = cursor.TakeValue(out _);
        length = cursor.Position;
        return good ? JsonRecord.Record : cursor.IsIncomplete ? JsonRecord.Incomplete : JsonRecord.NotJson;
    }

    /// <summary>
    /// What stands behind a value on its line. A line end is part of the value's <paramref name="message"/>; another value
    /// ends it. False, with nothing used, when that is not at hand yet; false, with something used, when the line is no
    /// JSON after all.
    /// </summary>
    private bool Follows(byte* json, int length, int most, int available, bool endOfInput, out int message, out int used)
    {
        int blanks = new ReadOnlySpan<byte>(json + length, most - length).IndexOfAnyExcept(" \t\r"u8);
        message = used = length;
        if (blanks < 0)
        {
            if (most < available)
                return true; // more blanks than a line may have
            message = used = endOfInput ? most : 0;
            return endOfInput;
        }

        byte next = json[length + blanks];
        _runTogether = next is (byte)'{' or (byte)',' || (next == '[' && !_inArray);
        if (next == '\n')
            message = used = length + blanks + 1;
        else if (next is (byte)',' || (next == ']' && _inArray))
            used = length + blanks; // the mark is taken by itself
        else if (!_runTogether)
            return false;
        return true;
    }

    /// <summary>An item of an array of texts.</summary>
    private int NextString(byte* line, int blanks, int available, bool endOfInput, Batch output, int stopAt)
    {
        int most = Math.Min(available, _options.MaxLineBytes + 1);
        var cursor = new JsonCursor(line, most);
        if (!cursor.TakeString(out Slice raw, out bool isEscaped))
        {
            if (cursor.IsIncomplete && !endOfInput && most == available)
                return 0;
            _inArray = false;
            return NextText(line, available, endOfInput, output, stopAt);
        }

        _counts.Lines++;
        int used = cursor.Position;
        byte* text = Pad(line, used);
        var whole = new Slice(text + blanks, used - blanks);
        if (!Unwrap.TryTake(new Slice(text + (raw.Start - line), raw.Length), isEscaped))
        {
            Malformed(whole, new Fault { Kind = FaultKind.NotJson }, output, Form.Event);
            return Failed ? 0 : Used(used);
        }

        Wrap(whole);
        return TakeWrapped(used, output, stopAt);
    }

    /// <summary>A row of a table with a header, whose cells may hold line ends.</summary>
    private int NextRow(byte* line, int available, bool endOfInput, Batch output, int stopAt)
    {
        int most = Math.Min(available, _options.MaxLineBytes + 1);
        int length = CsvRow.Find(line, most, endOfInput && most == available);
        if (length < 0)
        {
            if (!endOfInput && most == available)
                return 0;
            // A quote that is never closed must not take the rest of the table with it.
            length = FindFeed(line, available);
            if (length > _options.MaxLineBytes)
                return Overlong(line, available, output);
        }

        _counts.Lines++;
        int used = Math.Min(length + 1, available);
        LineOutcome outcome = TakeRow(Pad(line, used), length, output, Form.Event);
        if (outcome == LineOutcome.Several)
            return TakeWrapped(used, output, stopAt);
        return Failed ? 0 : Used(used);
    }

    /// <summary>A line that looked like JSON and is none, from byte <paramref name="length"/> on.</summary>
    private int NotJson(byte* line, int length, int available, bool endOfInput, Batch output)
    {
        int feed = FindFeed(line, available);
        if (feed == available && !endOfInput)
            return available <= _options.MaxLineBytes + 1 ? 0 : Overlong(line, available, output);
        if (feed > _options.MaxLineBytes)
            return Overlong(line, available, output);
        _counts.Lines++;
        int used = feed == available ? feed : feed + 1;
        var fault = new Fault { Kind = FaultKind.NotJson, Found = Math.Min(length, feed) };
        Malformed(new Slice(Pad(line, used), used), fault, output, Form.Event);
        return Failed ? 0 : Used(used);
    }
}
