// Objects: Parquet, which is read from its end, and so from a file.
using Sluice.Core.Inflate;
using Sluice.Parquet;
using Sluice.Parquet.Spool;
using Sluice.Pull.Calls;
using Sluice.Pull.Log;
using Sluice.Pull.Policy;

namespace Sluice.Pull.Objects;

internal sealed partial class ObjectReader
{
    /// <summary>A smaller object is read as quickly as its tail alone.</summary>
    private const int LookedAtFrom = 1 << 20;

    /// <summary>The footers of most objects are no larger.</summary>
    private const int UsualTail = 64 << 10;

    /// <summary>The object is spooled to a file without a name first; that costs no memory, so it comes before the turn.</summary>
    private void ReadParquet(ObjectJob job, ObjectStream stream, PeekStream bytes)
    {
        var stop = _context.Stop;
        CheckTail(stream);
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
                    throw Stopped(job.Item, _parser);
                if (!judged && IsDoubtful)
                {
                    rows.Dispose();
                    Judge(job.Item, file);
                    rows = ParquetFlowReader.Open(file, _context.Parquet.Limits);
                    more = true;
                }
                judged = true;
                GoOn(job);
            }
            while (more);
            TellLeftOut(job.Item, rows);
        }
        finally
        {
            rows.Dispose();
        }
        _inflated = _parser.Counts.BytesIn;
        _context.Counters.BytesInflated.Add(_inflated);
    }

    /// <summary>Refuses an object whose footer is invalid or exceeds a limit, before the object is fetched.</summary>
    private void CheckTail(ObjectStream stream)
    {
        if (stream.Total is not { } total || total < LookedAtFrom || stream.Tail(UsualTail) is not { } tail)
            return;
        int needed = ParquetFooter.Check(tail, total, _context.Parquet.Limits);
        if (needed > tail.Length && stream.Tail(needed) is { } more)
            ParquetFooter.Check(more, total, _context.Parquet.Limits);
    }

    /// <summary>Judges rows, which can be read again from the file: returns when they are to be parsed from their start.</summary>
    private void Judge(ObjectRef item, Stream file)
    {
        using var rows = ParquetFlowReader.Open(file, _context.Parquet.Limits);
        bool more = true;
        while (more && !_judge.Failed && _judge.Counts is { Records: 0, Malformed: < JudgedRows })
        {
            _scratch.Clear();
            more = rows.Read(_judge, _scratch, 1, _context.Stop);
        }
        if (_judge.Failed)
            throw Stopped(item, _judge);
        if (_judge.Counts is { Records: 0, Malformed: > 0 })
            throw Foreign(item, "some other kind of Parquet file");
        _firstMalformed = null;
        _parser.Reset(_origin);
    }

    /// <summary>A column is logged once by each reader: every object of a flow log has the same.</summary>
    private void TellLeftOut(ObjectRef item, ParquetFlowReader rows)
    {
        foreach (string column in rows.LeftOut)
            if (_told.Count < MostTold && _told.Add(column))
                _context.Log.Write(LogLevel.Info, new("parquet_column", $"{item}: {column}", ("bucket", item.Bucket), ("key", item.Key)));
    }
}
