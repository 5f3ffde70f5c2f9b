// Records: where a line of text begins and ends.
using System.Runtime.CompilerServices;
using Sluice.Core.Framing;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Records;

public sealed unsafe partial class FlowParser
{
    /// <summary>Of a line longer than <see cref="ParseOptions.MaxLineBytes"/> this much is kept as its text.</summary>
    private const int OverlongKept = 64 * 1024;

    /// <summary>How the next bytes are framed; most inputs are lines from end to end, which one comparison tells.</summary>
    [Flags]
    private enum Framing
    {
        Lines = 0,

        /// <summary>The rest of an overlong line is left out.</summary>
        Skipping = 1,

        /// <summary>Lines of the unwrapper come first.</summary>
        Wrapped = 2,

        /// <summary>Rows of a table.</summary>
        Rows = 4,
    }

    private Framing _framing;

    private bool IsSkipping
    {
        get => (_framing & Framing.Skipping) != 0;
        set => Set(Framing.Skipping, value);
    }

    private bool IsWrapping
    {
        get => (_framing & Framing.Wrapped) != 0;
        set => Set(Framing.Wrapped, value);
    }

    private void Set(Framing flag, bool on) => _framing = on ? _framing | flag : _framing & ~flag;

    private const int LeastPadded = 4096;

    private byte[] _padded = GC.AllocateArray<byte>(LeastPadded, pinned: true);

    /// <summary>Not more than the limit, however much of the line is at hand: where a buffer ends must not show.</summary>
    private int KeptOfOverlong => Math.Min(_options.MaxLineBytes, OverlongKept);

    /// <summary>Takes one line or value; returns the bytes consumed, 0 when it is not complete yet or the output is full.</summary>
    private int Next(byte* line, int available, bool endOfInput, Batch output, int stopAt)
    {
        // Nearly every line begins with a digit or a small letter.
        if ((*line is >= (byte)'0' and <= (byte)'9' or >= (byte)'a' and <= (byte)'z') && _framing == Framing.Lines)
            return NextLine(line, available, endOfInput, output, stopAt);
        return NextUnusual(line, available, endOfInput, output, stopAt);
    }

    private int NextUnusual(byte* line, int available, bool endOfInput, Batch output, int stopAt)
    {
        if (IsSkipping)
            return Skip(line, available);
        if (IsWrapping)
            return GoOnWrapped(output, stopAt);
        if (*line == 0xEF)
        {
            ReadOnlySpan<byte> mark = "\uFEFF"u8;
            if (available < mark.Length && !endOfInput && mark.StartsWith(new ReadOnlySpan<byte>(line, available)))
                return 0;
            if (new ReadOnlySpan<byte>(line, available).StartsWith(mark))
                return Used(mark.Length);
        }

        return NextMarked(line, available, endOfInput, output, stopAt);
    }

    private int NextText(byte* line, int available, bool endOfInput, Batch output, int stopAt) =>
        NextLine(line, available, endOfInput, output, stopAt);

    // Within the loop over lines, and once more for all that comes here another way.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int NextLine(byte* line, int available, bool endOfInput, Batch output, int stopAt)
    {
        int feed = LineScanner.Scan(line, available, _tokens);
        if (feed == available && !endOfInput)
            return available <= _options.MaxLineBytes + 1 ? 0 : Overlong(line, available, output);
        if (feed > _options.MaxLineBytes)
            return Overlong(line, available, output);

        _counts.Lines++;
        int used = feed == available ? feed : feed + 1;
        byte* text = available - feed > LineScanner.Readable ? line : Pad(line, used);
        LineOutcome outcome = Take(text, _tokens.Length, output, Form.Event);
        if (outcome == LineOutcome.Several)
            return TakeWrapped(used, output, stopAt);
        return Failed ? 0 : Used(used);
    }

    private LineOutcome Framed(ReadOnlySpan<byte> line, int readable, Batch output, Form form)
    {
        ArgumentNullException.ThrowIfNull(output);
        _counts.Lines++;
        LineOutcome outcome;
        fixed (byte* start = line)
        {
            // The pointer of an empty line is null.
            bool inPlace = readable >= LineScanner.Readable && start != null;
            outcome = Framed(inPlace ? start : Pad(start, line.Length), line, output, form);
            if (outcome == LineOutcome.Several)
                outcome = FramedWrapper(output, form);
        }

        _counts.BytesIn += line.Length;
        _offset++;
        return outcome;
    }

    private LineOutcome Framed(byte* text, ReadOnlySpan<byte> line, Batch output, Form form)
    {
        if (line.Length > _options.MaxLineBytes)
            return Malformed(new Slice(text, KeptOfOverlong), TooLong(), output, form);
        if (line.Length > 0 && *text is (byte)'{' or (byte)'[' or (byte)' ' or (byte)'\t')
        {
            int blanks = line.IndexOfAnyExcept(" \t"u8);
            var rest = new Slice(text + blanks, line.Length - blanks);
            if (blanks >= 0 && *rest.Start == '{' && (blanks == 0 || new JsonCursor(rest.Start, rest.Length).TakeValue(out _)))
                return TakeJson(rest, output, form);
            if (blanks >= 0 && *rest.Start == '[' && Unwrap.TryTakeValues(rest))
                return Wrap(rest);
        }

        if (_table is not null)
            return TakeRow(text, line.Length, output, form);
        int feed = LineScanner.ScanFramed(text, line.Length, _tokens);
        if (feed >= line.Length || feed >= line.TrimEnd("\r\n"u8).Length)
            return Take(text, _tokens.Length, output, form);
        // Several lines, where one was expected.
        Unwrap.TryTake(new Slice(text, line.Length), isEscaped: false);
        return Wrap(new Slice(text, line.Length));
    }

    private Fault TooLong() => new() { Kind = FaultKind.TooLong, Found = KeptOfOverlong, Wanted = _options.MaxLineBytes };

    /// <summary>Reports a line that is too long and begins to skip the rest of it.</summary>
    private int Overlong(byte* line, int available, Batch output)
    {
        _counts.Lines++;
        int kept = KeptOfOverlong;
        Malformed(new Slice(Pad(line, kept), kept), TooLong(), output, Form.Event);
        if (Failed)
            return 0;
        IsSkipping = true;
        return Skip(line, available);
    }

    private int Skip(byte* line, int available)
    {
        int feed = FindFeed(line, available);
        IsSkipping = feed == available;
        return Used(IsSkipping ? feed : feed + 1);
    }

    private static int FindFeed(byte* line, int available)
    {
        int feed = new ReadOnlySpan<byte>(line, available).IndexOf((byte)'\n');
        return feed < 0 ? available : feed;
    }

    /// <summary>Copies a line to memory that may be read past its end; what follows it is line feeds.</summary>
    private byte* Pad(byte* line, int length)
    {
        int needed = length + LineScanner.Readable * 2;
        if (_padded.Length < needed)
            _padded = GC.AllocateUninitializedArray<byte>(Math.Max(needed, _padded.Length * 2), pinned: true);
        byte* copy = (byte*)Unsafe.AsPointer(ref _padded[0]);
        new ReadOnlySpan<byte>(line, length).CopyTo(new Span<byte>(copy, length));
        new Span<byte>(copy + length, LineScanner.Readable * 2).Fill((byte)'\n');
        return copy;
    }
}
