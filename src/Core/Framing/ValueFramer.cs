// Framing: JSON values, which are framed by their own brackets and quotes, not by line ends.
using Sluice.Core.Text;

namespace Sluice.Core.Framing;

/// <summary>
/// Finds objects that span lines or share a line, and the items of arrays around them. Text that is not JSON is a line
/// like any other, and affects no other line.
/// </summary>
internal sealed unsafe class ValueFramer(int maxLine, PaddedCopy copy, IObjectReader objects)
{
    private bool _runTogether; // the last value was followed by another on its line
    private bool _inArray;

    /// <summary>Begins the next input.</summary>
    public void Reset() => _runTogether = _inArray = false;

    /// <summary>
    /// The frame that begins at <paramref name="line"/>, after <paramref name="blanks"/> blanks. A result of kind
    /// <see cref="FrameKind.Line"/>, <see cref="FrameKind.BrokenObject"/> or <see cref="FrameKind.Row"/> (a row or a line)
    /// only says what begins there: it ends at a line end.
    /// </summary>
    public Frame Next(byte* line, int blanks, int available, bool isLast)
    {
        byte* mark = line + blanks;
        switch (*mark)
        {
            case (byte)'{':
                return Object(line, blanks, available, isLast);
            case (byte)'[' when OpensArray(mark, available - blanks, isLast, out bool isKnown):
                _inArray |= isKnown;
                return isKnown ? Frame.Between(blanks + 1) : Frame.Incomplete;
            case (byte)']' or (byte)',' when _inArray || (*mark == ',' && _runTogether):
                _inArray &= *mark == ',';
                return Frame.Between(blanks + 1);
            case (byte)'"' when _inArray:
                return String(line, blanks, available, isLast);
        }

        _inArray = _runTogether = false;
        return Begins(FrameKind.Row);
    }

    private static Frame Begins(FrameKind kind, int value = 0) => new(kind, null, 0, 0, value);

    /// <summary>
    /// Whether a <c>[</c> opens a list of objects or texts; log lines may begin with one too. When
    /// <paramref name="isKnown"/> is false, more of the input is needed to tell.
    /// </summary>
    private bool OpensArray(byte* mark, int rest, bool isLast, out bool isKnown)
    {
        int most = Math.Min(rest, maxLine + 1);
        var cursor = new JsonCursor(mark + 1, most - 1);
        byte first = cursor.Peek();
        bool opens = first switch
        {
            (byte)'{' => cursor.Take(first) && cursor.Peek() is (byte)'"' or (byte)'}',
            (byte)'"' => cursor.TakeString(out _, out _) && cursor.Peek() is (byte)',' or (byte)']',
            (byte)']' => cursor.Take(first) && (cursor.Peek() is (byte)'[' or (byte)'{' || (cursor.IsAtEnd && isLast)),
            _ => false,
        };
        isKnown = opens || !cursor.IsAtEnd || isLast || most < rest;
        return opens || !isKnown;
    }

    /// <summary>
    /// An object, which nearly always is a whole line. It may also span lines, or be followed by another object
    /// on its line.
    /// </summary>
    private Frame Object(byte* line, int blanks, int available, bool isLast)
    {
        byte* json = line + blanks;
        int rest = available - blanks;
        int most = Math.Min(rest, maxLine + 1);
        int feed = _runTogether ? -1 : new ReadOnlySpan<byte>(json, most).IndexOf((byte)'\n');
        int length = feed < 0 ? most : feed;
        JsonExtent extent = feed < 0 ? Measure(json, ref length) : objects.Read(new Slice(json, feed), out length);
        if (extent == JsonExtent.Incomplete && feed >= 0)
        {
            length = most;
            extent = Measure(json, ref length);
            feed = -1;
        }

        if (extent == JsonExtent.Incomplete && !isLast && most == rest)
            return Frame.Incomplete;
        int message = 0;
        int used = 0;
        bool isValue = extent == JsonExtent.Whole && length <= maxLine;
        if (!isValue || !Follows(json, length, most, rest, isLast, out message, out used))
        {
            if (isValue && used == 0)
                return Frame.Incomplete;
            // After a blank, a brace may also begin the text of a column.
            return blanks > 0 ? Begins(FrameKind.Line) : Begins(FrameKind.BrokenObject, length);
        }

        if (feed < 0)
            objects.Read(new Slice(json, length), out _);
        byte* text = rest - message > LineScanner.Readable ? json : copy.Of(json, message);
        return new Frame(FrameKind.Object, text, message, blanks + used, length);
    }

    /// <summary>Finds where the value that begins at <paramref name="json"/> ends.</summary>
    private static JsonExtent Measure(byte* json, ref int length)
    {
        var cursor = new JsonCursor(json, length);
        bool good = cursor.TakeValue(out _);
        length = cursor.Position;
        return good ? JsonExtent.Whole : cursor.IsIncomplete ? JsonExtent.Incomplete : JsonExtent.NotJson;
    }

    /// <summary>
    /// What follows a value on its line. A line end is part of the value's <paramref name="message"/>; another value
    /// ends the message. False with <paramref name="used"/> 0 when what follows is not at hand yet; false with another
    /// <paramref name="used"/> when the line is not JSON after all.
    /// </summary>
    private bool Follows(byte* json, int length, int most, int available, bool isLast, out int message, out int used)
    {
        int blanks = new ReadOnlySpan<byte>(json + length, most - length).IndexOfAnyExcept(" \t\r"u8);
        message = used = length;
        if (blanks < 0)
        {
            if (most < available)
                return true; // more blanks than a line may have
            message = used = isLast ? most : 0;
            return isLast;
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
    private Frame String(byte* line, int blanks, int available, bool isLast)
    {
        int most = Math.Min(available, maxLine + 1);
        var cursor = new JsonCursor(line, most);
        if (!cursor.TakeString(out _, out _))
        {
            if (cursor.IsIncomplete && !isLast && most == available)
                return Frame.Incomplete;
            _inArray = false;
            return Begins(FrameKind.Line);
        }

        int used = cursor.Position;
        return new Frame(FrameKind.String, copy.Of(line, used) + blanks, used - blanks, used);
    }
}
