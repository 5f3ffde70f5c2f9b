// Records: the one way through the core, for files, objects and single lines alike.
using System.Runtime.CompilerServices;
using Sluice.Core.Framing;
using Sluice.Core.Identity;
using Sluice.Core.Schemas;
using Sluice.Core.Settings;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Records;

/// <summary>
/// Turns lines into encoded records. One parser serves one input at a time, on one thread at a time; nothing is
/// allocated per record, and no content makes it throw.
/// </summary>
public sealed unsafe partial class FlowParser : IDisposable
{
    private readonly ParseOptions _options;
    private readonly MalformedHandler? _onMalformed;
    private readonly FlowPlan? _setting;
    private readonly RecordEncoder _encoder;
    private readonly LineTokens _tokens = new();
    private readonly FlowLine _line = new();
    private readonly byte[] _reason = GC.AllocateArray<byte>(Fault.MaxText + RecordText.Slack, pinned: true);
    private int _reasonLength;
    private Origin? _origin;
    private FlowPlan? _plan;
    private FlowPlan? _table; // the columns of a table's rows, beside those of plain lines
    private LineFormat? _format;
    private ParseCounts _counts;
    private long _offset;
    private HeaderlessLines _mistrust;

    /// <summary>
    /// Prepares for <paramref name="options"/>; throws <see cref="ArgumentException"/> with one clear line when they
    /// are wrong. <paramref name="onMalformed"/> hears of every malformed line.
    /// </summary>
    public FlowParser(ParseOptions options, MalformedHandler? onMalformed = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxLineBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxLineBytes, ParseOptions.MostLineBytes);
        _options = options;
        _onMalformed = onMalformed;
        _setting = string.IsNullOrWhiteSpace(options.Fields) ? null : FlowPlan.FromSetting(options.Fields);
        _encoder = RecordEncoder.Create(options);
        _planIndex = (short*)Unsafe.AsPointer(ref _planMemory[0]);
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

    /// <summary>A header line of this input named the columns.</summary>
    public bool HasHeader => _table is not null || !ReferenceEquals(_plan, _setting);

    /// <summary>
    /// The columns that header lines have named, null when none has. Set it before the lines of another stream, and the
    /// parser goes on as if it had read that stream alone.
    /// </summary>
    public LineFormat? Format
    {
        get
        {
            if (!HasHeader)
                return null;
            if (_format is null || _format.Plan != _plan || _format.Table != _table)
                _format = new LineFormat(_plan, _table);
            return _format;
        }
        set
        {
            _format = value;
            _plan = value is null ? _setting : value.Plan;
            _table = value?.Table;
            Set(Framing.Rows, _table is not null);
        }
    }

    /// <summary>What lines of text become that no header names the columns of; a host sets it with <see cref="Format"/>.</summary>
    public HeaderlessLines Headerless
    {
        get => _mistrust;
        set => _mistrust = value;
    }

    /// <summary>A record was read by the place of its columns, and not by names, since the caller last set this to false.</summary>
    public bool HasReadColumns { get; set; }

    /// <summary>Whether the columns are those that lines without a header are read by.</summary>
    public bool IsUsual(LineFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return format.Table is null && format.Plan is { } plan
            && (_setting is null ? plan.IsDefault : plan.HasColumnsOf(_setting));
    }

    /// <summary>The kind of what the last malformed line had.</summary>
    internal FaultKind LastFault { get; private set; }

    /// <summary>Why the last malformed line was no record, in UTF-8; valid until the next one.</summary>
    public ReadOnlySpan<byte> LastReason => _reason.AsSpan(0, _reasonLength);

    /// <summary>Begins the next input: forgets the header, the counts and the position.</summary>
    public void Reset(Origin? origin)
    {
        _origin = origin;
        _hasSource = origin is not null;
        _line.LogGroup = _line.LogStream = default;
        _encoder.SetOrigin(origin);
        _plan = _setting;
        _table = null;
        _framing = Framing.Lines;
        _counts = default;
        _offset = 0;
        _runTogether = false;
        _inArray = false;
        Failed = false;
        Shrink();
    }

    /// <summary>Gives back memory that a huge line made necessary; call it between inputs, or between buffers of framed lines.</summary>
    public void Shrink()
    {
        if (IsWrapping)
            return;
        _planLoaded = null; // columns may lie in what is given back
        _json?.Shrink(KeptMemory);
        _unwrapper?.Shrink(KeptMemory);
        if (_padded.Length > KeptMemory)
            _padded = GC.AllocateArray<byte>(LeastPadded, pinned: true);
        if (_cells.Length > KeptMemory)
            _cells = [];
    }

    /// <summary>Frees nothing of its own today; parsers are disposable so that they may.</summary>
    public void Dispose() => GC.SuppressFinalize(this);

    /// <summary>
    /// Parses the lines of <paramref name="input"/>, which begins at the start of a line (or goes on in an overlong one).
    /// Returns the bytes consumed: what is not whole yet, a last line without line feed or a JSON value that goes on over
    /// line ends, is left for the next call unless <paramref name="endOfInput"/>, and must then come first. Stops early,
    /// perhaps in the middle of a line that wraps others, once the output holds <paramref name="stopAt"/> bytes, or when
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
                int used = Next(start + at, input.Length - at, endOfInput, output, stopAt);
                if (used == 0)
                    break;
                at += used;
            }

            return at;
        }
    }

    /// <summary>
    /// Parses one line that the caller has framed; a line end at its end is not part of a text record's message, and is
    /// part of a JSON record's. The line's offset is its number, from 0. Of a line that wraps others all are written, and
    /// the outcome is the last one's.
    /// </summary>
    public LineOutcome ParseLine(ReadOnlySpan<byte> line, Batch output)
    {
        LineOutcome outcome = Framed(line, 0, output, Form.Event);
        while (outcome == LineOutcome.Several || IsWrapping)
            outcome = NextWrapped(output, Form.Event);
        return outcome;
    }

    /// <summary>
    /// Parses one row of a table whose schema is a flow record's, as a JSON object: a row is a record even where every
    /// column that makes it one is absent.
    /// </summary>
    public LineOutcome ParseRow(ReadOnlySpan<byte> row, Batch output)
    {
        _trusted = true;
        LineOutcome outcome = ParseLine(row, output);
        _trusted = false;
        return outcome;
    }

    /// <summary>
    /// As <see cref="ParseLine"/>, but writes the body without the event around it, and of a line that wraps several
    /// writes nothing: each is then taken by <see cref="TryParseNextBody"/>. A line that enough readable bytes follow, as
    /// <paramref name="readable"/> says, is read where it is; any other is copied first.
    /// </summary>
    public LineOutcome ParseBody(ReadOnlySpan<byte> line, int readable, Batch output) => Framed(line, readable, output, Form.Body);

    /// <summary>Writes the body of the next line that the last one wraps; false when there is none left.</summary>
    public bool TryParseNextBody(Batch output, out LineOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(output);
        bool more = IsWrapping;
        outcome = more ? NextWrapped(output, Form.Body) : LineOutcome.Blank;
        return more;
    }

    private int Used(int bytes)
    {
        _counts.BytesIn += bytes;
        _offset += bytes;
        return bytes;
    }
}
