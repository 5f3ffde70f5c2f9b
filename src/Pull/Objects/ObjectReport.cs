// Objects: how the reading of an object ended, as counters and one line.
using Sluice.Core.Settings;
using Sluice.Pull.Calls;
using Sluice.Pull.Log;
using Sluice.Pull.Messages;
using Sluice.Pull.Policy;

namespace Sluice.Pull.Objects;

/// <summary>Tells the circuit, the counters and the log.</summary>
internal sealed class ObjectReport(ReaderContext context)
{
    public void Write(ObjectJob job, Outcome outcome, Exception? fault, ObjectAccount account, TimeSpan elapsed)
    {
        var counts = account.Counts;
        context.Counters.ObjectsBy(outcome).Add(1);
        context.Counters.Add(counts, account.Before, dropped: context.Settings.OnMalformed == OnMalformed.Drop);
        string text = fault?.Message ?? "An object was read";
        // S3 refuses a bucket of another owner than the expected one as it refuses one that may not be read.
        bool shared = FaultCircuit.IsShared(outcome) || (outcome == Outcome.Refused && fault?.InnerException is CallException);
        context.Circuit.Note(outcome, shared, text, job.Receipt.Receives);
        var level = outcome is Outcome.Delivered or Outcome.Abandoned or Outcome.Lost ? LogLevel.Debug : LogLevel.Warn;
        if (counts.Malformed > 0 && outcome == Outcome.Delivered)
            level = LogLevel.Info;
        // What many objects share is logged once a minute; a message may name a thousand objects that are not there or not
        // ours to read, and a shared bucket may be full of other logs.
        var (key, free) = shared ? ($"{outcome} {job.Item.Bucket}", 1)
            : outcome is Outcome.Refused or Outcome.Missing ? ($"{outcome} {job.Receipt.MessageId} {job.Receipt.Receives}", 10)
            : ($"{outcome} {job.Item.Bucket}", 50);
        if (level == LogLevel.Warn)
            context.Repeated.Write(level, key, times => Line(job, outcome, account, text + RepeatedLine.Times(times, free), elapsed), free);
        else if (context.Log.IsEnabled(level))
            context.Log.Write(level, Line(job, outcome, account, text, elapsed));
    }

    /// <summary>Lines = records + malformed + headers + blank; events out = records + malformed lines that are kept - repeated.</summary>
    private static LogEvent Line(ObjectJob job, Outcome outcome, in ObjectAccount account, string text, TimeSpan elapsed) => new("object_" + Outcomes.Label(outcome), text,
        ("bucket", job.Item.Bucket), ("key", job.Item.Key), ("message", job.Receipt.MessageId), ("receives", job.Receipt.Receives),
        ("lines", account.Counts.Lines), ("records", account.Counts.Records), ("malformed", account.Counts.Malformed), ("headers", account.Counts.Headers),
        ("blank", account.Counts.Lines - account.Counts.Records - account.Counts.Malformed - account.Counts.Headers), ("events", account.Events), ("repeated", account.Repeated),
        ("nodata", account.Counts.NoData), ("skipdata", account.Counts.SkipData), ("inflated", account.Inflated),
        ("ms", (long)elapsed.TotalMilliseconds), ("first_malformed", account.FirstMalformed));
}
