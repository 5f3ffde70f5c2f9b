// Objects: how the reading of an object ended, as counters and one line.
using Sluice.Core.Records;
using Sluice.Core.Settings;
using Sluice.Pull.Calls;
using Sluice.Pull.Log;
using Sluice.Pull.Messages;
using Sluice.Pull.Policy;

namespace Sluice.Pull.Objects;

internal sealed partial class ObjectReader
{
    private void NoteMalformed(in MalformedLine line) =>
        _firstMalformed ??= $"line {line.LineNumber} is malformed: {line.Reason}";

    private void Report(ObjectJob job, Outcome outcome, Exception? fault, TimeSpan elapsed)
    {
        var counts = _parser.Counts;
        _context.Counters.ObjectsBy(outcome).Add(1);
        _context.Counters.Add(counts, _before, dropped: _context.Settings.OnMalformed == OnMalformed.Drop);
        string text = fault?.Message ?? "An object was read";
        // S3 refuses a bucket of another owner than the expected one as it refuses one that may not be read.
        bool shared = FaultCircuit.IsShared(outcome) || (outcome == Outcome.Refused && fault?.InnerException is CallException);
        _context.Circuit.Note(outcome, shared, text, job.Receipt.Receives);
        var level = outcome is Outcome.Delivered or Outcome.Abandoned or Outcome.Lost ? LogLevel.Debug : LogLevel.Warn;
        if (counts.Malformed > 0 && outcome == Outcome.Delivered)
            level = LogLevel.Info;
        // What many objects share is logged once a minute; a message may name a thousand objects that are not there or not
        // ours to read, and a shared bucket may be full of other logs.
        var (key, free) = shared ? ($"{outcome} {job.Item.Bucket}", 1)
            : outcome is Outcome.Refused or Outcome.Missing ? ($"{outcome} {job.Receipt.MessageId} {job.Receipt.Receives}", 10)
            : ($"{outcome} {job.Item.Bucket}", 50);
        if (level == LogLevel.Warn)
            _context.Repeated.Write(level, key, times => Line(job, outcome, counts, text + RepeatedLine.Times(times, free), elapsed), free);
        else if (_context.Log.IsEnabled(level))
            _context.Log.Write(level, Line(job, outcome, counts, text, elapsed));
    }

    /// <summary>Lines = records + malformed + headers + blank; events out = records + malformed lines that are kept - repeated.</summary>
    private LogEvent Line(ObjectJob job, Outcome outcome, in ParseCounts counts, string text, TimeSpan elapsed) => new("object_" + Outcomes.Label(outcome), text,
        ("bucket", job.Item.Bucket), ("key", job.Item.Key), ("message", job.Receipt.MessageId), ("receives", job.Receipt.Receives),
        ("lines", counts.Lines), ("records", counts.Records), ("malformed", counts.Malformed), ("headers", counts.Headers),
        ("blank", counts.Lines - counts.Records - counts.Malformed - counts.Headers), ("events", _events), ("repeated", _repeated - _skip),
        ("nodata", counts.NoData), ("skipdata", counts.SkipData), ("inflated", _inflated),
        ("ms", (long)elapsed.TotalMilliseconds), ("first_malformed", _firstMalformed));
}
