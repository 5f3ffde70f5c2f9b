// Framing: where a line begins and ends.
using System.Runtime.CompilerServices;

namespace Sluice.Core.Framing;

/// <summary>
/// Cuts an input into lines, rows of a table and JSON values, whatever they mean. A line's tokens are found in the same
/// pass as its end and put into <paramref name="tokens"/>.
/// </summary>
/// <param name="maxLine">The longest line, in bytes without its line end.</param>
/// <param name="tokens">Filled for every line of text.</param>
/// <param name="copy">Holds lines that lie too close to the end of a buffer.</param>
/// <param name="objects">Reads the JSON objects.</param>
internal sealed unsafe class LineFramer(int maxLine, LineTokens tokens, PaddedCopy copy, IObjectReader objects)
{
    /// <summary>How much of an overlong line is kept as its text.</summary>
    private const int MostKept = 64 * 1024;

    private readonly ValueFramer _values = new(maxLine, copy, objects);
    private Mode _mode;

    /// <summary>What the next bytes are; nearly every input is all lines, which a single comparison shows.</summary>
    [Flags]
    private enum Mode
    {
        Lines = 0,

        /// <summary>The rest of an overlong line is left out.</summary>
        Skipping = 1,

        /// <summary>Rows of a table.</summary>
        Rows = 2,
    }

    /// <summary>Lines are rows of a table.</summary>
    public bool HasRows
    {
        set => Set(Mode.Rows, value);
    }

    /// <summary>The longest line.</summary>
    public int MaxLine => maxLine;

    /// <summary>Bytes kept of an overlong line, within the limit; must not depend on where a buffer ends.</summary>
    public int KeptOfOverlong => Math.Min(maxLine, MostKept);

    /// <summary>Begins the next input.</summary>
    public void Reset()
    {
        _mode = Mode.Lines;
        _values.Reset();
    }

    /// <summary>
    /// The frame that begins at <paramref name="line"/>; with <paramref name="isLast"/> nothing follows the
    /// <paramref name="available"/> bytes. After an incomplete one, call again with the same bytes and more.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Frame Next(byte* line, int available, bool isLast)
    {
        // Nearly every line begins with a digit or a small letter.
        if ((*line is >= (byte)'0' and <= (byte)'9' or >= (byte)'a' and <= (byte)'z') && _mode == Mode.Lines)
            return Line(line, available, isLast);
        return Unusual(line, available, isLast);
    }

    private void Set(Mode flag, bool on) => _mode = on ? _mode | flag : _mode & ~flag;

    private Frame Unusual(byte* line, int available, bool isLast)
    {
        if ((_mode & Mode.Skipping) != 0)
            return Frame.Between(Skip(line, available));
        if (*line == 0xEF)
        {
            ReadOnlySpan<byte> mark = "\uFEFF"u8;
            if (available < mark.Length && !isLast && mark.StartsWith(new ReadOnlySpan<byte>(line, available)))
                return Frame.Incomplete;
            if (new ReadOnlySpan<byte>(line, available).StartsWith(mark))
                return Frame.Between(mark.Length);
        }

        // No more blanks than a line may have: with that many it is a line, however many bytes are at hand.
        int blanks = new ReadOnlySpan<byte>(line, Math.Min(available, maxLine + 1)).IndexOfAnyExcept((byte)' ', (byte)'\t');
        if (blanks < 0 || line[blanks] is (byte)'\n' or (byte)'\r')
            return Text(line, available, isLast);
        Frame value = _values.Next(line, blanks, available, isLast);
        return value.Kind switch
        {
            FrameKind.Row when (_mode & Mode.Rows) != 0 => Row(line, available, isLast),
            FrameKind.Row or FrameKind.Line => Text(line, available, isLast),
            FrameKind.BrokenObject => Broken(line, available, isLast, value.Value),
            _ => value,
        };
    }

    private Frame Text(byte* line, int available, bool isLast) => Line(line, available, isLast);

    // Inlined into the caller's loop over lines, and once more in Text, which the rarer paths call.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Frame Line(byte* line, int available, bool isLast)
    {
        int feed = LineScanner.Scan(line, available, tokens);
        if (feed == available && !isLast)
            return Unended(line, available);
        if (feed > maxLine)
            return Overlong(line, available);
        int used = feed == available ? feed : feed + 1;
        byte* text = available - feed > LineScanner.Readable ? line : copy.Of(line, used);
        return new Frame(FrameKind.Line, text, tokens.Length, used);
    }

    /// <summary>A row of a table, whose cells may hold line ends.</summary>
    private Frame Row(byte* line, int available, bool isLast)
    {
        int most = Math.Min(available, maxLine + 1);
        int length = CsvRow.Find(line, most, isLast && most == available);
        if (length < 0)
        {
            if (!isLast && most == available)
                return Frame.Incomplete;
            // A quote that is never closed must not take the rest of the table with it.
            length = FindFeed(line, available);
            if (length > maxLine)
                return Overlong(line, available);
        }

        int used = Math.Min(length + 1, available);
        return new Frame(FrameKind.Row, copy.Of(line, used), length, used);
    }

    /// <summary>A line that looked like JSON and is not, from byte <paramref name="at"/> on.</summary>
    private Frame Broken(byte* line, int available, bool isLast, int at)
    {
        int feed = FindFeed(line, available);
        if (feed == available && !isLast)
            return Unended(line, available);
        if (feed > maxLine)
            return Overlong(line, available);
        int used = feed == available ? feed : feed + 1;
        return new Frame(FrameKind.BrokenObject, copy.Of(line, used), used, used, Math.Min(at, feed));
    }

    /// <summary>A line whose end is not at hand; the byte after the limit may still be the first of its line end.</summary>
    private Frame Unended(byte* line, int available) => available <= maxLine + 1 ? Frame.Incomplete : Overlong(line, available);

    /// <summary>A line that is too long; the rest of it is skipped as it arrives.</summary>
    private Frame Overlong(byte* line, int available)
    {
        int kept = KeptOfOverlong;
        return new Frame(FrameKind.Overlong, copy.Of(line, kept), kept, Skip(line, available));
    }

    private int Skip(byte* line, int available)
    {
        int feed = FindFeed(line, available);
        bool more = feed == available;
        Set(Mode.Skipping, more);
        return more ? feed : feed + 1;
    }

    private static int FindFeed(byte* line, int available)
    {
        int feed = new ReadOnlySpan<byte>(line, available).IndexOf((byte)'\n');
        return feed < 0 ? available : feed;
    }
}
