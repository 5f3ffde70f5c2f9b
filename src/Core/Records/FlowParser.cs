// Records: the single entry to the core, for files, objects and single lines alike.
using System.Runtime.CompilerServices;
using Sluice.Core.Framing;
using Sluice.Core.Identity;
using Sluice.Core.Schemas;
using Sluice.Core.Schemas.Shared;
using Sluice.Core.Settings;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Records;

/// <summary>
/// Turns lines into encoded records. One parser serves one input at a time, on one thread at a time; nothing is
/// allocated per record, and no content makes it throw.
/// </summary>
public sealed unsafe class FlowParser : IDisposable
{
    /// <summary>Memory beyond this, which a huge line needed, is given back when the next input begins.</summary>
    private const int KeptMemory = 256 * 1024;

    private readonly LineTokens _tokens = new();
    private readonly PaddedCopy _copy = new();
    private readonly RecordEncoder _encoder;
    private readonly StreamColumns _columns;
    private readonly JsonObjects _objects;
    private readonly LineFramer _framer;
    private readonly MalformedOutput _malformed;
    private readonly RecordOutput _output;
    private readonly LineReader _reader;
    private readonly FramedLines _framed;
    private int _wrapperUsed;

    /// <summary>
    /// Prepares for <paramref name="options"/>; throws <see cref="ArgumentException"/> with one clear line when they
    /// are wrong. <paramref name="onMalformed"/> is called for every malformed line.
    /// </summary>
    public FlowParser(ParseOptions options, MalformedHandler? onMalformed = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxLineBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxLineBytes, ParseOptions.MostLineBytes);
        var line = new FlowLine();
        _columns = new StreamColumns(options.Fields, _tokens, line);
        _encoder = SchemaRegistry.Create(options);
        _objects = new JsonObjects(line);
        _framer = new LineFramer(options.MaxLineBytes, _tokens, _copy, _objects);
        _malformed = new MalformedOutput(_encoder, options.OnMalformed, onMalformed);
        _output = new RecordOutput(_encoder, _malformed, options.EmitHeaders, options.RefuseOverlong);
        _reader = new LineReader(_tokens, line, _columns, _objects, _framer, _output);
        _framed = new FramedLines(_tokens, _copy, _columns, _framer, _reader, _output);
        Reset(null);
    }

    /// <summary>What was seen since the last reset.</summary>
    public ParseCounts Counts => _output.Counts;

    /// <summary>A malformed line came under <see cref="OnMalformed.Fail"/>, or an overlong one was refused; no further line is read until the next reset.</summary>
    public bool Failed => _output.Failed;

    /// <summary>The parser failed on a line longer than the limit (<see cref="ParseOptions.RefuseOverlong"/>): the line after those in <see cref="Counts"/>.</summary>
    public bool MetOverlong => _output.MetOverlong;

    /// <summary>The longest line that is read, in bytes without its line end.</summary>
    public int MaxLineBytes => _framer.MaxLine;

    /// <summary>Seconds since 1970 for the MessagePack event time of a record that has none of its own.</summary>
    public long TimeWhenAbsent
    {
        get => _output.TimeWhenAbsent;
        set => _output.TimeWhenAbsent = value;
    }

    /// <summary>Seconds since 1970 of the last record parsed, by its schema; -1 when it had no time.</summary>
    public long LastTime => _output.LastTime;

    /// <summary>A header line of this input named the columns.</summary>
    public bool HasHeader => _columns.HasHeader;

    /// <summary>
    /// The columns that header lines have named, null when there was none. Set it before the lines of another stream, and
    /// the parser goes on as if it had read that stream alone.
    /// </summary>
    public StreamFormat? Format
    {
        get => _columns.Format;
        set
        {
            _columns.Format = value;
            _framer.HasRows = _columns.Table is not null;
        }
    }

    /// <summary>What becomes of lines of text without a header; a host sets it with <see cref="Format"/>.</summary>
    public HeaderlessLines Headerless
    {
        get => _columns.Headerless;
        set => _columns.Headerless = value;
    }

    /// <summary>Since the caller last set this to false, a record was read by the position of its columns, not by names.</summary>
    public bool HasReadColumns
    {
        get => _columns.HasRead;
        set => _columns.HasRead = value;
    }

    /// <summary>Whether the columns are the ones used for lines without a header.</summary>
    public bool IsHeaderless(StreamFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return _columns.IsHeaderless(format);
    }

    /// <summary>The kind of fault of the last malformed line.</summary>
    internal FaultKind LastFault => _malformed.LastFault;

    /// <summary>Why the last malformed line was not a record, in UTF-8; valid until the next one.</summary>
    public ReadOnlySpan<byte> LastReason => _malformed.LastReason;

    /// <summary>Begins the next input: forgets the header, the counts and the position.</summary>
    public void Reset(Origin? origin)
    {
        _encoder.SetOrigin(origin);
        _columns.Reset();
        _framer.Reset();
        _output.Reset();
        _reader.Reset(origin);
        Shrink();
    }

    /// <summary>Gives back memory that a huge line needed; call it between inputs, or between buffers of framed lines.</summary>
    public void Shrink()
    {
        if (_reader.Wrapped.IsPending)
            return;
        _reader.Shrink(KeptMemory);
        _copy.Shrink(KeptMemory);
    }

    /// <summary>Frees nothing today; the type is disposable so that it may own memory later.</summary>
    public void Dispose() => GC.SuppressFinalize(this);

    /// <summary>
    /// Parses the lines of <paramref name="input"/>, which begins at the start of a line (or within an overlong one).
    /// Returns the bytes consumed. A last line without line feed, or a JSON value that does not end yet, is left unless
    /// <paramref name="endOfInput"/> is set: pass it again, first, in the next call. Stops early when
    /// <see cref="Failed"/>, or once the output holds <paramref name="stopAt"/> bytes, perhaps in the middle of a line that
    /// wraps others.
    /// </summary>
    public int Parse(ReadOnlySpan<byte> input, bool endOfInput, Batch output, int stopAt = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(output);
        var to = new Target(output, BodyAlone: false);
        fixed (byte* start = input)
        {
            int at = 0;
            // The last call may have stopped within a wrapper; its bytes count as used after the last line that it wraps.
            if (_reader.Wrapped.IsPending && !input.IsEmpty && output.Length < stopAt && !Failed && TakeWrapped(to, stopAt))
                at = Used(_wrapperUsed);
            while (at < input.Length && output.Length < stopAt && !Failed)
            {
                Frame frame = _framer.Next(start + at, input.Length - at, endOfInput);
                if (frame.Kind == FrameKind.Incomplete || !Take(frame, to, stopAt))
                    break;
                at += Used(frame.Used);
            }

            return at;
        }
    }

    /// <summary>
    /// Parses one line that the caller has framed; a line end at its end is not part of a text record's message, but is
    /// part of a JSON record's. The line's offset is its number, from 0. If the line wraps others, all of them are written,
    /// and the outcome is that of the last.
    /// </summary>
    public LineOutcome ParseLine(ReadOnlySpan<byte> line, Batch output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var to = new Target(output, BodyAlone: false);
        LineOutcome outcome = _framed.Take(line, 0, to);
        while (_reader.Wrapped.IsPending)
            outcome = _framed.TakeWrapped(to);
        return outcome;
    }

    /// <summary>
    /// Parses one row, as a JSON object, of a table whose schema is that of a flow record: the row is a record even where
    /// every column that marks it as one is absent.
    /// </summary>
    public LineOutcome ParseRow(ReadOnlySpan<byte> row, Batch output)
    {
        _objects.AreTrusted = true;
        LineOutcome outcome = ParseLine(row, output);
        _objects.AreTrusted = false;
        return outcome;
    }

    /// <summary>
    /// Parses such a row by the places of its values in <paramref name="table"/>, without reading the JSON, which becomes the
    /// record's message. <paramref name="readable"/>: see <see cref="ParseBody"/>.
    /// </summary>
    public LineOutcome ParseRow(ReadOnlySpan<byte> row, int readable, TableColumns table, Batch output)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(output);
        return _framed.Take(row, readable, new Target(output, BodyAlone: false), table);
    }

    /// <summary>
    /// As <see cref="ParseLine"/>, but writes the body without the event around it, and nothing for a line that wraps
    /// several: call <see cref="TryParseNextBody"/> for each of them. <paramref name="readable"/> says how many readable
    /// bytes follow the line; with enough of them it is read in place, otherwise it is copied first.
    /// </summary>
    public LineOutcome ParseBody(ReadOnlySpan<byte> line, int readable, Batch output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return _framed.Take(line, readable, new Target(output, BodyAlone: true));
    }

    /// <summary>Writes the body of the next line that the last one wraps; false when there is none left.</summary>
    public bool TryParseNextBody(Batch output, out LineOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(output);
        bool more = _reader.Wrapped.IsPending;
        outcome = more ? _framed.TakeWrapped(new Target(output, BodyAlone: true)) : LineOutcome.Blank;
        return more;
    }

    private int Used(int bytes)
    {
        _output.Used(bytes);
        return bytes;
    }

    /// <summary>Takes one whole frame; false when the output is full within it, or no further line is read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Take(in Frame frame, Target to, int stopAt)
    {
        if (frame.Kind == FrameKind.Between)
            return true;
        if (frame.Kind == FrameKind.Overlong && _output.Refuses())
            return false;
        _output.Counts.Lines++;
        LineOutcome outcome = frame.Kind == FrameKind.Line
            ? _reader.Text(frame.Start, frame.Length, to)
            : TakeMarked(frame, to);
        return outcome == LineOutcome.Several ? TakeWrapper(frame.Used, to, stopAt) : !Failed;
    }

    private LineOutcome TakeMarked(Frame frame, Target to)
    {
        var text = new Slice(frame.Start, frame.Length);
        switch (frame.Kind)
        {
            case FrameKind.Row:
                return _reader.Row(frame.Start, frame.Length, to);
            case FrameKind.Object:
                return _reader.Object(new Slice(frame.Start, frame.Value), text, to);
            case FrameKind.String when _reader.Wrapped.TryTakeString(new Slice(text.Start + 1, text.Length - 2), text):
                return LineOutcome.Several;
            case FrameKind.Overlong:
                return _output.Malformed(text, Fault.TooLong(frame.Length, _framer.MaxLine), to);
            default:
                return _output.Malformed(text, new Fault { Kind = FaultKind.NotJson, Found = frame.Value }, to);
        }
    }

    /// <summary>Each wrapped line counts, and the wrapper does not, unless it wraps none.</summary>
    private bool TakeWrapper(int used, Target to, int stopAt)
    {
        _wrapperUsed = used;
        if (_reader.Wrapped.IsPending)
            _output.Counts.Lines--;
        return TakeWrapped(to, stopAt);
    }

    /// <summary>Takes the wrapped lines as long as there is room; false when some are left.</summary>
    private bool TakeWrapped(Target to, int stopAt)
    {
        WrappedLines wrapped = _reader.Wrapped;
        while (wrapped.IsPending)
        {
            if (to.Batch.Length >= stopAt)
                return false;
            _output.Counts.Lines++;
            _reader.NextWrapped(_output.Offset + (wrapped.IsSingle ? 0 : wrapped.NextOffset), to);
            if (Failed)
                return false;
        }

        return true;
    }
}
