// Objects: reads one object after the other, inflating and parsing as the bytes arrive. One reader is one thread with
// its own memory; nothing of an object is held whole. What an earlier receive gave out is read again, but left out.
using Sluice.Core.Framing;
using Sluice.Core.Identity;
using Sluice.Core.Inflate;
using Sluice.Core.Records;
using Sluice.Core.Settings;
using Sluice.Parquet;
using Sluice.Parquet.Limits;
using Sluice.Parquet.Spool;
using Sluice.Pull.Calls;
using Sluice.Pull.Delivery;
using Sluice.Pull.Log;
using Sluice.Pull.Messages;
using Sluice.Pull.Policy;
using Sluice.Pull.Settings;

namespace Sluice.Pull.Objects;

/// <summary>What one reader thread does with an object.</summary>
internal sealed class ObjectReader : IDisposable
{
    /// <summary>Least room for a read; the buffer offers more while it is empty.</summary>
    private const int LeastRead = 64 << 10;

    private readonly ReaderContext _context;
    private readonly BatchWriter _writer;
    private readonly FlowParser _parser;
    private readonly ForeignJudge _judge;
    private readonly ObjectReport _report;
    private readonly ParserInput _lines;
    private readonly LeftOutColumns _leftOut;
    private ObjectProgress _progress = new("");
    private ParseCounts _before;
    private Origin? _origin;
    private string? _firstMalformed;
    private long _inflated;
    private long _repeated, _skip, _events;

    public ObjectReader(ReaderContext context, BatchWriter writer)
    {
        _context = context;
        _writer = writer;
        var options = context.Settings.ToParseOptions();
        _parser = new FlowParser(options, NoteMalformed);
        _judge = new ForeignJudge(context, options);
        _report = new ObjectReport(context);
        _leftOut = new LeftOutColumns(context.Log);
        _lines = new ParserInput(_parser, new LineBuffer());
    }

    /// <summary>The state of a batch before something was parsed into it.</summary>
    private readonly record struct Mark(int Length, int Records, long Malformed);

    private bool KeepsMalformed => _context.Settings.OnMalformed == OnMalformed.Keep;

    public void Dispose()
    {
        _parser.Dispose();
        _judge.Dispose();
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
        catch (Exception e) when (ObjectFaults.Of(e, item, _context.Stop) is { } failure)
        {
            (outcome, fault) = (failure.Outcome, failure);
        }
        _progress.Finished = outcome == Outcome.Delivered;
        _progress.Counted = _parser.Counts;
        _context.Counters.EventsRepeated.Add(_progress.Repeated);
        var account = new ObjectAccount(_parser.Counts, _before, _events, _repeated - _skip, _inflated, _firstMalformed);
        _report.Write(job, outcome, fault, account, TimeSpan.FromMilliseconds(_context.Clock.Now() - began));
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
        _before = default;
        _progress = job.Receipt.ProgressOf(item.Identity);
        _judge.Reset();
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
            if (genuine || (genuine = _judge.IsGenuine(job.Item, _lines.Pending, end)))
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
                throw Stopped(job.Item);
        }
        while (more);
    }

    /// <summary>The object is spooled to a file without a name first; that costs no memory, so it comes before the turn.</summary>
    private void ReadParquet(ObjectJob job, ObjectStream stream, PeekStream bytes)
    {
        var stop = _context.Stop;
        ParquetTail.Check(stream, _context.Parquet.Limits);
        using var file = ParquetSpool.ToFileAsync(bytes, ReadOnlyMemory<byte>.Empty, _context.Settings.MaxObjectSize, null, stop).GetAwaiter().GetResult();
        _writer.Seal();
        using var turn = _context.Parquet.Take(stop);
        GoOn(job);
        var rows = ParquetFlowReader.Open(file, _context.Parquet.Limits);
        try
        {
            bool more, judged = false;
            do
            {
                var batch = OpenBatch(job.Item);
                var mark = new Mark(batch.Length, batch.Records, _parser.Counts.Malformed);
                try
                {
                    more = rows.Read(_parser, batch, judged ? StopAt(batch) : batch.Length + 1, stop);
                }
                finally
                {
                    // The rows before the damage are in the batch.
                    if (judged || !IsDoubtful)
                        Took(job, batch, mark);
                    else
                        _writer.Discard();
                }
                if (_parser.Failed)
                    throw Stopped(job.Item);
                if (!judged && IsDoubtful)
                {
                    rows.Dispose();
                    _judge.JudgeRows(job.Item, file);
                    _firstMalformed = null;
                    _parser.Reset(_origin);
                    rows = ParquetFlowReader.Open(file, _context.Parquet.Limits);
                    more = true;
                }
                judged = true;
                GoOn(job);
            }
            while (more);
            _leftOut.Tell(job.Item, rows.LeftOut);
        }
        finally
        {
            rows.Dispose();
        }
        _inflated = _parser.Counts.BytesIn;
        _context.Counters.BytesInflated.Add(_inflated);
    }

    /// <summary>What is to be left out is parsed an event at a time, so that it can be counted.</summary>
    private int StopAt(Batch batch) => _skip > 0 ? batch.Length + 1 : _writer.BatchSize;

    /// <summary>Attributes what was parsed since <paramref name="mark"/>, without what is to be left out.</summary>
    private void Took(ObjectJob job, Batch batch, Mark mark)
    {
        int events = batch.Records - mark.Records;
        int malformed = KeepsMalformed ? (int)(_parser.Counts.Malformed - mark.Malformed) : 0;
        if (_skip > 0 && events > 0)
        {
            int left = (int)Math.Min(_skip, events);
            batch.Remove(mark.Length, RecordCut.LengthOf(batch.Bytes[mark.Length..], left, _context.Settings.Encoding), left);
            _skip -= left;
            events -= left;
            malformed = Math.Min(malformed, events);
        }
        _events += events;
        _writer.Wrote(job.Receipt, _progress, malformed);
    }

    /// <summary>Everything that was parsed so far is malformed.</summary>
    private bool IsDoubtful => _parser.Counts is { Records: 0, Malformed: > 0 };

    private void NoteMalformed(in MalformedLine line) =>
        _firstMalformed ??= $"line {line.LineNumber} is malformed: {line.Reason}";

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
    private ObjectFailure Stopped(ObjectRef item) => _parser.MetOverlong
        ? ObjectFaults.Overlong(item, _parser)
        : new(Outcome.Malformed, $"{item}: {_firstMalformed} (on_malformed fail)");
}
