// Lines to records: the one way through the core, for files, objects and single lines alike.
using System.Runtime.CompilerServices;

namespace Sluice.Core;

/// <summary>
/// Turns lines into encoded records. One parser serves one input at a time, on one thread at a time; nothing is
/// allocated per record, and no content makes it throw.
/// </summary>
public sealed unsafe partial class FlowParser : IDisposable
{
    /// <summary>Of a line longer than <see cref="ParseOptions.MaxLineBytes"/> this much is kept as its text.</summary>
    private const int OverlongKept = 64 * 1024;

    private readonly ParseOptions _options;
    private readonly MalformedHandler? _onMalformed;
    private readonly FlowPlan? _setting;
    private readonly RecordEncoder _encoder;
    private readonly LineTokens _tokens = new();
    private readonly FlowLine _line = new();
    private readonly FlowJson _json = new();
    private readonly byte[] _reason = GC.AllocateArray<byte>(Fault.MaxText + RecordText.Slack, pinned: true);
    private byte[] _padded = GC.AllocateArray<byte>(4096, pinned: true);
    private Origin? _origin;
    private FlowPlan? _plan;
    private sbyte* _planIndex;
    private sbyte[] _planMemory = GC.AllocateArray<sbyte>(FlowFields.Count, pinned: true);
    private FlowPlan? _planLoaded;
    private ParseCounts _counts;
    private long _offset;
    private bool _skipping;

    /// <summary>
    /// Prepares for <paramref name="options"/>; throws <see cref="ArgumentException"/> with one clear line when they
    /// are wrong. <paramref name="onMalformed"/> hears of every malformed line.
    /// </summary>
    public FlowParser(ParseOptions options, MalformedHandler? onMalformed = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxLineBytes);
        _options = options;
        _onMalformed = onMalformed;
        _setting = string.IsNullOrWhiteSpace(options.Fields) ? null : FlowPlan.FromSetting(options.Fields);
        _encoder = RecordEncoder.Create(options);
        _planIndex = (sbyte*)Unsafe.AsPointer(ref _planMemory[0]);
        Reset(null);
    }

    /// <summary>What was seen since the last reset.</summary>
    public ParseCounts Counts => _counts;

    /// <summary>A malformed line was met under <see cref="OnMalformed.Fail"/>; no further line is read until the next reset.</summary>
    public bool Failed { get; private set; }

    /// <summary>Seconds since 1970 for the MessagePack event time of a record that has none of its own.</summary>
    public long TimeWhenAbsent { get; set; }

    /// <summary>Seconds since 1970 of the last record parsed, as its schema tells its time; -1 when it had none.</summary>
    public long LastTime { get; private set; } = -1;

    /// <summary>Why the last malformed line was no record, in UTF-8; valid until the next one.</summary>
    public ReadOnlySpan<byte> LastReason => _reason.AsSpan(0, _reasonLength);

    private int _reasonLength;

    /// <summary>Begins the next input: forgets the header, the counts and the position.</summary>
    public void Reset(Origin? origin)
    {
        _origin = origin;
        _encoder.SetOrigin(origin);
        _plan = _setting;
        _counts = default;
        _offset = 0;
        _skipping = false;
        Failed = false;
    }

    /// <summary>Frees nothing of its own today; parsers are disposable so that they may.</summary>
    public void Dispose() => GC.SuppressFinalize(this);

    /// <summary>
    /// Parses the whole lines of <paramref name="input"/>, which begins at the start of a line (or goes on in an
    /// overlong one). Returns the bytes consumed: a last line without line feed is left unless
    /// <paramref name="endOfInput"/>. Stops early once the output holds <paramref name="stopAt"/> bytes, or when
    /// <see cref="Failed"/>.
    /// </summary>
    public int Parse(ReadOnlySpan<byte> input, bool endOfInput, Batch output, int stopAt = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(output);
        fixed (byte* start = input)
        {
            int at = 0;
            while (at < input.Length && output.Length < stopAt && !Failed)
            {
                int used = Next(start + at, input.Length - at, endOfInput, output);
                if (used == 0)
                    break;
                at += used;
            }

            return at;
        }
    }

    /// <summary>
    /// Parses one line that the caller has framed, such as a filter's value or a Parquet row; a line end at its end is
    /// not part of a text record's message, and is part of a JSON record's. The line's offset is its number, from 0.
    /// </summary>
    public LineOutcome ParseLine(ReadOnlySpan<byte> line, Batch output) => Framed(line, 0, output, bodyOnly: false);

    /// <summary>
    /// As <see cref="ParseLine"/>, but writes the body without the event around it. A line that enough readable bytes
    /// follow, as <paramref name="readable"/> says, is read where it is; any other is copied first.
    /// </summary>
    public LineOutcome ParseBody(ReadOnlySpan<byte> line, int readable, Batch output) => Framed(line, readable, output, bodyOnly: true);

    /// <summary>Takes one line; returns the bytes consumed, 0 when the line is not complete yet.</summary>
    private int Next(byte* line, int available, bool endOfInput, Batch output)
    {
        if (_skipping)
            return Skip(line, available);
        if (_counts.BytesIn == 0 && *line == 0xEF)
        {
            if (available < 3 && !endOfInput)
                return 0;
            if (new ReadOnlySpan<byte>(line, available).StartsWith("\uFEFF"u8))
            {
                return Used(3);
            }
        }

        bool json = *line == '{' && !_options.Raw;
        int feed = json ? FindFeed(line, available) : LineScanner.Scan(line, available, _tokens);
        if (feed == available && !endOfInput)
            return available <= _options.MaxLineBytes + 1 ? 0 : Overlong(line, available, output);
        if (feed > _options.MaxLineBytes)
            return Overlong(line, available, output);

        _counts.Lines++;
        int used = feed == available ? feed : feed + 1;
        byte* text = available - feed > LineScanner.Readable ? line : Pad(line, used);
        int length = json ? used : _tokens.Length;
        Take(text, length, json, output, bodyOnly: false);
        return Failed ? 0 : Used(used);
    }

    /// <summary>Not more than the limit, however much of the line is at hand: where a buffer ends must not show.</summary>
    private int KeptOfOverlong => Math.Min(_options.MaxLineBytes, OverlongKept);

    private LineOutcome Framed(ReadOnlySpan<byte> line, int readable, Batch output, bool bodyOnly)
    {
        ArgumentNullException.ThrowIfNull(output);
        _counts.Lines++;
        LineOutcome outcome;
        fixed (byte* start = line)
        {
            // The pointer of an empty line is null.
            bool inPlace = readable >= LineScanner.Readable && start != null;
            outcome = Framed(inPlace ? start : Pad(start, line.Length), line, output, bodyOnly);
        }

        _counts.BytesIn += line.Length;
        _offset++;
        return outcome;
    }

    private LineOutcome Framed(byte* text, ReadOnlySpan<byte> line, Batch output, bool bodyOnly)
    {
        if (line.Length > _options.MaxLineBytes)
        {
            int kept = KeptOfOverlong;
            var tooLong = new Fault { Kind = FaultKind.TooLong, Found = kept, Wanted = _options.MaxLineBytes };
            return Malformed(new Slice(text, kept), ref tooLong, output, bodyOnly);
        }

        bool json = line.Length > 0 && *text == '{' && !_options.Raw;
        if (json)
            return Take(text, line.Length, json, output, bodyOnly);
        int feed = LineScanner.ScanFramed(text, line.Length, _tokens);
        if (feed >= line.Length || feed >= TrimmedLength(line))
            return Take(text, _tokens.Length, json, output, bodyOnly);
        var several = new Fault { Kind = FaultKind.SeveralLines };
        return Malformed(new Slice(text, line.Length), ref several, output, bodyOnly);
    }

    private static int TrimmedLength(ReadOnlySpan<byte> line) => line.TrimEnd("\r\n"u8).Length;

    /// <summary>One whole line, followed by readable bytes: a header, a record, a malformed line or nothing.</summary>
    private LineOutcome Take(byte* text, int length, bool json, Batch output, bool bodyOnly)
    {
        var message = new Slice(text, length);
        if (_options.Raw)
            return RawLine(message, output);
        if (!json && _tokens.Count == 0)
            return LineOutcome.Blank;
        if (!json && text[_tokens.Starts[0]] is >= (byte)'a' and <= (byte)'z' && FlowPlan.FromHeader(text, _tokens) is { } plan)
        {
            _plan = plan;
            _counts.Headers++;
            return LineOutcome.Header;
        }

        var fault = default(Fault);
        _line.Message = message;
        bool good = json ? ReadJson(ref fault) : ReadText(text, ref fault);
        return good ? Record(output, bodyOnly) : Malformed(message, ref fault, output, bodyOnly);
    }

    private LineOutcome Record(Batch output, bool bodyOnly)
    {
        if (_origin is not null)
            _line.FillFrom(_origin);
        byte* at = output.Reserve(_encoder.Room(_line));
        byte* end = bodyOnly
            ? _encoder.Body(at, _line, _offset)
            : _encoder.Record(at, _line, _offset, TimeWhenAbsent);
        output.Commit(end, 1);
        LastTime = _encoder.TimeOf(_line);
        _counts.Records++;
        if (_line.Status == FlowStatus.NoData)
            _counts.NoData++;
        else if (_line.Status == FlowStatus.SkipData)
            _counts.SkipData++;
        return LineOutcome.Record;
    }

    private LineOutcome RawLine(Slice message, Batch output)
    {
        byte* at = output.Reserve(_encoder.Room(message.Length, _tokens.IsClean));
        output.Commit(_encoder.Raw(at, message, _tokens.IsClean, TimeWhenAbsent), 1);
        _counts.Records++;
        LastTime = -1;
        return LineOutcome.Record;
    }

    private LineOutcome Malformed(Slice text, ref Fault fault, Batch output, bool bodyOnly)
    {
        _counts.Malformed++;
        LastTime = -1;
        _reasonLength = fault.Format(_reason.AsSpan(0, Fault.MaxText));
        _onMalformed?.Invoke(new MalformedLine(_counts.Lines, _offset, text.Span, LastReason));
        if (_options.OnMalformed == OnMalformed.Fail)
        {
            Failed = true;
        }
        else if (_options.OnMalformed == OnMalformed.Keep && !bodyOnly)
        {
            var reason = new Slice((byte*)Unsafe.AsPointer(ref _reason[0]), _reasonLength);
            byte* at = output.Reserve(_encoder.Room(text.Length + _reasonLength, clean: false));
            output.Commit(_encoder.Malformed(at, text, reason, _offset, TimeWhenAbsent), 1);
        }

        return LineOutcome.Malformed;
    }

    /// <summary>Reports a line that is too long and begins to skip the rest of it.</summary>
    private int Overlong(byte* line, int available, Batch output)
    {
        _counts.Lines++;
        int kept = KeptOfOverlong;
        var fault = new Fault { Kind = FaultKind.TooLong, Found = kept, Wanted = _options.MaxLineBytes };
        Malformed(new Slice(Pad(line, kept), kept), ref fault, output, bodyOnly: false);
        if (Failed)
            return 0;
        _skipping = true;
        return Skip(line, available);
    }

    private int Skip(byte* line, int available)
    {
        int feed = FindFeed(line, available);
        _skipping = feed == available;
        return Used(_skipping ? feed : feed + 1);
    }

    private int Used(int bytes)
    {
        _counts.BytesIn += bytes;
        _offset += bytes;
        return bytes;
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
