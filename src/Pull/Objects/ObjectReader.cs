// Object to Lines: reads one object after the other, inflating and parsing as the bytes arrive. One reader
// is one thread with its own memory; nothing of an object is held whole.
using System.Diagnostics;
using Sluice.Core;
using Sluice.Parquet;

namespace Sluice.Pull;

/// <summary>What one reader thread does with an object.</summary>
internal sealed class ObjectReader : IDisposable
{
    /// <summary>Least room for a read; the buffer offers more while it is empty.</summary>
    private const int LeastRead = 64 << 10;

    /// <summary>Columns left out of Parquet objects that are told.</summary>
    private const int MostTold = 100;

    /// <summary>No small object is a bomb, whatever its ratio.</summary>
    private const long RatioFrom = 16 << 20;

    private readonly ReaderContext _context;
    private readonly BatchWriter _writer;
    private readonly FlowParser _parser;
    private readonly LineBuffer _lines = new();
    private readonly HashSet<string> _told = [];
    private string? _firstMalformed;
    private long _inflated;

    public ObjectReader(ReaderContext context, BatchWriter writer)
    {
        _context = context;
        _writer = writer;
        _parser = new FlowParser(context.Settings.ToParseOptions(), NoteMalformed);
    }

    private delegate int ByteSource(Span<byte> room);

    public void Dispose()
    {
        _parser.Dispose();
        _lines.Dispose();
    }

    /// <summary>Reads the object of a job to its end, or says how that failed.</summary>
    public Outcome Read(ObjectJob job)
    {
        long began = Stopwatch.GetTimestamp();
        var item = job.Item;
        Reset(item);
        Outcome outcome;
        Exception? fault = null;
        try
        {
            if (job.Receipt.Lost)
                throw new ObjectFailure(Outcome.Lost, $"{item} is left to whoever has its message now");
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
            (outcome, fault) = (Outcome.Abandoned, new ObjectFailure(Outcome.Abandoned, $"{item} was left unread: the engine stops"));
        }
        catch (SpoolException e)
        {
            (outcome, fault) = (Outcome.Transient, new ObjectFailure(Outcome.Transient, $"{item}: {e.Message}", e));
        }
        Report(job, outcome, fault, Stopwatch.GetElapsedTime(began));
        return outcome;
    }

    private void Reset(ObjectRef item)
    {
        _lines.Clear();
        _firstMalformed = null;
        _inflated = 0;
        _parser.Reset(new Origin(item.Bucket, item.Key, item.VersionId));
        _parser.TimeWhenAbsent = (item.EventTime ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds();
        if (item.EventTime is { } created)
            _context.Counters.EventLag.Set((long)(DateTimeOffset.UtcNow - created).TotalSeconds);
    }

    private void ReadBody(ObjectJob job, ObjectStream stream, PeekStream bytes)
    {
        var settings = _context.Settings;
        using var content = ObjectContent.Open(bytes, new InflateLimits(settings.MaxObjectSize, settings.MaxRatio));
        if (content.Format == ObjectFormat.Parquet)
            ReadParquet(job, bytes);
        else
            ReadLines(job, stream, content.Read);
    }

    private void ReadLines(ObjectJob job, ObjectStream stream, ByteSource source)
    {
        bool end;
        do
        {
            int read = source(_lines.Free(LeastRead));
            _lines.Advance(read);
            end = read == 0;
            Inflated(job.Item, stream, read);
            ParseLines(job, end);
            // A line without an end would be collected for ever.
            if (_lines.Pending.Length > _context.Settings.MaxLineSize)
                throw new ObjectFailure(Outcome.OverLimit, $"{job.Item}: line {_parser.Counts.Lines + 1} is longer than {_context.Settings.MaxLineSize} bytes (max_line_size)");
            GoOn(job);
        }
        while (!end);
    }

    private void ParseLines(ObjectJob job, bool end)
    {
        bool full;
        do
        {
            var batch = OpenBatch(job.Item);
            int used = _parser.Parse(_lines.Pending, end, batch, _writer.BatchSize);
            _lines.Consume(used);
            full = batch.Length >= _writer.BatchSize;
            _writer.Wrote(job.Receipt);
            if (_parser.Failed)
                throw new ObjectFailure(Outcome.Malformed, $"{job.Item}: {_firstMalformed} (on_malformed fail)");
        }
        while (full && !_lines.Pending.IsEmpty);
    }

    /// <summary>Parquet is read from its end, so it is spooled to a file without a name first.</summary>
    private void ReadParquet(ObjectJob job, PeekStream bytes)
    {
        var stop = _context.Stop;
        using var file = ParquetSpool.ToFileAsync(bytes, ReadOnlyMemory<byte>.Empty, _context.Settings.MaxObjectSize, null, stop).GetAwaiter().GetResult();
        _writer.Seal();
        using var turn = _context.Parquet.Take(stop);
        GoOn(job);
        using var rows = ParquetFlowReader.Open(file, _context.Parquet.Limits);
        bool more;
        do
        {
            var batch = OpenBatch(job.Item);
            try
            {
                more = rows.Read(_parser, batch, _writer.BatchSize, stop);
            }
            finally
            {
                // The rows before a damage are in the batch.
                _writer.Wrote(job.Receipt);
            }
            if (_parser.Failed)
                throw new ObjectFailure(Outcome.Malformed, $"{job.Item}: {_firstMalformed} (on_malformed fail)");
            GoOn(job);
        }
        while (more);
        TellLeftOut(job.Item, rows);
        _inflated = _parser.Counts.BytesIn;
        _context.Counters.BytesInflated.Add(_inflated);
    }

    /// <summary>A column is told once by each reader: every object of a flow log has the same.</summary>
    private void TellLeftOut(ObjectRef item, ParquetFlowReader rows)
    {
        foreach (string column in rows.LeftOut)
            if (_told.Count < MostTold && _told.Add(column))
                _context.Log.Write(LogLevel.Info, new("parquet_column", $"{item}: {column}", ("bucket", item.Bucket), ("key", item.Key)));
    }

    private Batch OpenBatch(ObjectRef item) =>
        _writer.Open() ?? throw new ObjectFailure(Outcome.Abandoned, $"{item} was left unread: the engine stops");

    private void GoOn(ObjectJob job)
    {
        if (job.Receipt.Lost)
            throw new ObjectFailure(Outcome.Lost, $"{job.Item} is left to whoever has its message now");
        if (_context.Stop.IsCancellationRequested)
            throw new ObjectFailure(Outcome.Abandoned, $"{job.Item} was left unread: the engine stops");
    }

    private void Inflated(ObjectRef item, ObjectStream stream, int bytes)
    {
        _inflated += bytes;
        _context.Counters.BytesInflated.Add(bytes);
        var settings = _context.Settings;
        if (_inflated > settings.MaxObjectSize)
            throw new ObjectFailure(Outcome.OverLimit, $"{item} inflates to more than {settings.MaxObjectSize} bytes (max_object_size)");
        if (_inflated > RatioFrom && _inflated > stream.Taken * settings.MaxRatio)
            throw new ObjectFailure(Outcome.OverLimit, $"{item}: {stream.Taken} bytes inflate to more than {settings.MaxRatio} times as many (max_ratio)");
    }

    private void NoteMalformed(in MalformedLine line) =>
        _firstMalformed ??= $"line {line.LineNumber} is malformed: {line.Reason}";

    private void Report(ObjectJob job, Outcome outcome, Exception? fault, TimeSpan elapsed)
    {
        var counts = _parser.Counts;
        _context.Counters.ObjectsBy(outcome).Add(1);
        _context.Counters.Add(counts);
        var log = _context.Log;
        var level = outcome is Outcome.Delivered or Outcome.Abandoned or Outcome.Lost ? LogLevel.Debug : LogLevel.Warn;
        if (counts.Malformed > 0 && outcome == Outcome.Delivered)
            level = LogLevel.Info;
        if (!log.IsEnabled(level))
            return;
        log.Write(level, new("object_" + Outcomes.Label(outcome), fault?.Message ?? "An object was read",
            ("bucket", job.Item.Bucket), ("key", job.Item.Key), ("message", job.Receipt.MessageId), ("receives", job.Receipt.Receives),
            ("lines", counts.Lines), ("records", counts.Records), ("malformed", counts.Malformed), ("headers", counts.Headers),
            ("nodata", counts.NoData), ("skipdata", counts.SkipData), ("inflated", _inflated),
            ("ms", (long)elapsed.TotalMilliseconds), ("first_malformed", _firstMalformed)));
    }
}
