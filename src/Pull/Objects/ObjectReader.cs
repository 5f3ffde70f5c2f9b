// Objects: reads one object after the other, inflating and parsing as the bytes arrive. One reader
// is one thread with its own memory; nothing of an object is held whole.
using Sluice.Core.Framing;
using Sluice.Core.Identity;
using Sluice.Core.Inflate;
using Sluice.Core.Records;
using Sluice.Core.Settings;
using Sluice.Parquet.Limits;
using Sluice.Parquet.Spool;
using Sluice.Pull.Calls;
using Sluice.Pull.Delivery;
using Sluice.Pull.Messages;
using Sluice.Pull.Policy;
using Sluice.Pull.Settings;

namespace Sluice.Pull.Objects;

/// <summary>What one reader thread does with an object.</summary>
internal sealed partial class ObjectReader : IDisposable
{
    /// <summary>Least room for a read; the buffer offers more while it is empty.</summary>
    private const int LeastRead = 64 << 10;

    /// <summary>How many columns left out of Parquet objects are logged.</summary>
    private const int MostTold = 100;

    private readonly ReaderContext _context;
    private readonly BatchWriter _writer;
    private readonly FlowParser _parser;
    private readonly FlowParser _judge;
    private readonly Batch _scratch = new(4096);
    private readonly ParserInput _lines;
    private readonly HashSet<string> _told = [];
    private ObjectProgress _progress = new("");
    private ParseCounts _before;
    private Origin? _origin;
    private string? _firstMalformed;
    private long _inflated;
    private long _repeated, _skip, _events;
    private int _judgedTo, _judgedLines;

    public ObjectReader(ReaderContext context, BatchWriter writer)
    {
        _context = context;
        _writer = writer;
        var options = context.Settings.ToParseOptions();
        _parser = new FlowParser(options, NoteMalformed);
        _judge = new FlowParser(options with { OnMalformed = OnMalformed.Drop });
        _lines = new ParserInput(_parser, new LineBuffer());
    }

    private bool KeepsMalformed => _context.Settings.OnMalformed == OnMalformed.Keep;

    public void Dispose()
    {
        _parser.Dispose();
        _judge.Dispose();
        _scratch.Dispose();
        _lines.Dispose();
    }

    /// <summary>Reads the object of a job to its end, or says how that failed.</summary>
    public Outcome Read(ObjectJob job)
    {
        long began = _context.Clock.Now();
        var item = job.Item;
        Reset(job);
        Outcome outcome;
        Exception? fault = null;
        try
        {
            if (job.Receipt.IsLost)
                throw Lost(item);
            if (!_context.Guard.Allows(item.Bucket))
                throw new ObjectFailure(Outcome.Refused, $"{item}: the bucket is not in allow_buckets");
            using var stream = _context.Open(item, _writer.Seal);
            using var bytes = new PeekStream(stream);
            ReadBody(job, stream, bytes);
            outcome = Outcome.Delivered;
        }
        catch (ObjectFailure e)
        {
            (outcome, fault) = (e.Outcome, e);
        }
        catch (CorruptInputException e)
        {
            (outcome, fault) = (Outcome.Corrupt, new ObjectFailure(Outcome.Corrupt, $"{item} is truncated or corrupt at byte {e.Offset}: {e.Message}", e));
        }
        catch (UnreadableFormatException e)
        {
            (outcome, fault) = (Outcome.Corrupt, new ObjectFailure(Outcome.Corrupt, $"{item} {e.Message}", e));
        }
        catch (InflateLimitException e)
        {
            (outcome, fault) = (Outcome.OverLimit, new ObjectFailure(Outcome.OverLimit, $"{item} {e.Message}", e));
        }
        catch (ParquetLimitException e)
        {
            string setting = e.Setting is null ? "" : $" ({e.Setting})";
            (outcome, fault) = (Outcome.OverLimit, new ObjectFailure(Outcome.OverLimit, $"{item}: {e.Message}{setting}", e));
        }
        catch (OperationCanceledException) when (_context.Stop.IsCancellationRequested)
        {
            (outcome, fault) = (Outcome.Abandoned, new ObjectFailure(Outcome.Abandoned, $"{item} was not read: the engine is stopping"));
        }
        catch (SpoolException e)
        {
            (outcome, fault) = (Outcome.Transient, new ObjectFailure(Outcome.Transient, $"{item}: {e.Message}", e));
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException)
        {
            (outcome, fault) = (Outcome.Corrupt, new ObjectFailure(Outcome.Corrupt, $"{item} cannot be read: {e.Message}", e));
        }
        _progress.Finished = outcome == Outcome.Delivered;
        _progress.Counted = _parser.Counts;
        _context.Counters.EventsRepeated.Add(_progress.Repeated);
        Report(job, outcome, fault, TimeSpan.FromMilliseconds(_context.Clock.Now() - began));
        // It counts as done, where the settings say so.
        return outcome == Outcome.Foreign && _context.Settings.OnForeignObject == OnForeignObject.Delete ? Outcome.NothingToDo : outcome;
    }

    private static ObjectFailure Lost(ObjectRef item) => new(Outcome.Lost, $"{item} was not read to its end: another consumer has its message");

    private void Reset(ObjectJob job)
    {
        var item = job.Item;
        _lines.Clear();
        _firstMalformed = null;
        _inflated = 0;
        _repeated = _skip = _events = 0;
        _judgedTo = _judgedLines = 0;
        _before = default;
        _progress = job.Receipt.ProgressOf(item.Identity);
        _judge.Reset(null);
        _parser.Reset(_origin = new Origin(item.Bucket, item.Key, item.VersionId));
        _parser.TimeWhenAbsent = (item.EventTime ?? _context.Clock.Timers.GetUtcNow()).ToUnixTimeSeconds();
        if (item.EventTime is { } created)
            _context.Counters.EventLag.Set((long)(_context.Clock.Timers.GetUtcNow() - created).TotalSeconds);
    }

    /// <summary>The object is open: what the consumer has of this very content is not given out again.</summary>
    private void Begin(ObjectJob job, ObjectStream stream)
    {
        long handed = 0;
        if (job.Before is { } before && before.Content is not null && before.Content == stream.Content)
        {
            _repeated = _skip = before.Delivered;
            _before = before.Counted;
            handed = before.Handed;
        }
        _progress.Begin(stream.Content, _skip, handed);
        if (stream.Key != job.Item.Key)
            _parser.Reset(_origin = new Origin(job.Item.Bucket, stream.Key, job.Item.VersionId));
    }

    private void ReadBody(ObjectJob job, ObjectStream stream, PeekStream bytes)
    {
        var settings = _context.Settings;
        using var content = ObjectContent.Open(bytes, new InflateLimits(settings.MaxObjectSize, settings.MaxRatio));
        Begin(job, stream);
        if (content.Format == ObjectFormat.Parquet)
            ReadParquet(job, stream, bytes);
        else
            ReadLines(job, content);
    }

    private void ReadLines(ObjectJob job, ObjectContent content)
    {
        bool end, genuine = false;
        do
        {
            int read = content.Read(_lines.Room(LeastRead));
            _lines.Added(read);
            end = read == 0;
            _inflated += read;
            _context.Counters.BytesInflated.Add(read);
            if (genuine || (genuine = IsGenuine(job.Item, end)))
                ParseLines(job, end);
            GoOn(job);
        }
        while (!end);
    }

    private void ParseLines(ObjectJob job, bool end)
    {
        bool more;
        do
        {
            var batch = OpenBatch(job.Item);
            var mark = new Mark(batch.Length, batch.Records, _parser.Counts.Malformed);
            more = _lines.Parse(batch, StopAt(batch), end);
            Took(job, batch, mark);
            if (_parser.Failed)
                throw Stopped(job.Item, _parser);
        }
        while (more);
    }

    private Batch OpenBatch(ObjectRef item) =>
        _writer.Open() ?? throw new ObjectFailure(Outcome.Abandoned, $"{item} was not read: the engine is stopping");

    private void GoOn(ObjectJob job)
    {
        if (job.Receipt.IsLost)
            throw Lost(job.Item);
        if (_context.Stop.IsCancellationRequested)
            throw new ObjectFailure(Outcome.Abandoned, $"{job.Item} was not read: the engine is stopping");
    }

    /// <summary>Why the parser reads no further line.</summary>
    private ObjectFailure Stopped(ObjectRef item, FlowParser parser) => parser.MetOverlong
        ? new(Outcome.OverLimit, $"{item}: line {parser.Counts.Lines + 1} is longer than {parser.MaxLineBytes} bytes (max_line_size)")
        : new(Outcome.Malformed, $"{item}: {_firstMalformed} (on_malformed fail)");
}
