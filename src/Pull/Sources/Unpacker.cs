// Sources: from a message to the objects that are read for it, and what is logged about those that are not.
using Sluice.Pull.Calls;
using Sluice.Pull.Counters;
using Sluice.Pull.Log;
using Sluice.Pull.Messages;
using Sluice.Pull.Notices;
using Sluice.Pull.Objects;
using Sluice.Pull.Policy;
using Sluice.Pull.Settings;
using Sluice.Pull.Time;

namespace Sluice.Pull.Sources;

/// <summary>Takes messages apart; used by one thread.</summary>
internal sealed class Unpacker(PullSettings settings, ReceiptBook book, JobQueue jobs, bool s3IsAws, PullCounters counters, IPullLog log, IEngineClock clock)
{
    /// <summary>Most objects that are read for one receive of a message; AWS names one.</summary>
    public const int MostObjects = 1000;

    /// <summary>Messages that are logged one by one.</summary>
    private const int Told = 20;

    private readonly RepeatedLine _repeated = new(log, clock.Now);
    private readonly KeyFilter _keys = new(settings.KeyPattern, settings.SkipKeys);

    /// <summary>Hands the objects of a message over; returns the outcome of the message itself.</summary>
    public Outcome Unpack(ReceivedMessage message, Receipt receipt)
    {
        var notice = NoticeReader.Read(message.Body);
        counters.ByShape(notice).Add(1);
        // A warning once is enough: the message comes back until the redrive policy takes it away.
        var once = receipt.Receives <= 1 ? LogLevel.Warn : LogLevel.Debug;
        if (notice.Shape == NoticeShape.Unrecognised)
        {
            Tell(once, "message_unrecognised", $"Unrecognised notification ({notice.Fault}); it stays in the queue",
                ("message", message.Id), ("bytes", message.Body.Length), ("begins", message.Body.Length <= 120 ? message.Body : message.Body[..120]));
            return Outcome.Unrecognised;
        }
        if (notice.Objects.Count == 0)
            return WithoutObject(message, notice);
        if (book.Memory.IsGivenUp(message.Id))
        {
            log.Write(LogLevel.Debug, new("message_left", "An object that failed repeatedly is not read again; its message is left to the redrive policy",
                ("message", message.Id), ("receives", receipt.Receives)));
            return Outcome.Corrupt;
        }
        return Put(message, notice, receipt, once);
    }

    private Outcome WithoutObject(ReceivedMessage message, Notice notice)
    {
        string reason = Notice.LabelOf(notice.Shape, viaSns: false);
        counters.WithoutObject(reason).Add(1);
        if (notice.Shape == NoticeShape.Subscription)
            Tell(LogLevel.Warn, "subscription", "SNS is waiting for a subscription to be confirmed; the message is deleted", ("message", message.Id));
        else
            log.Write(LogLevel.Debug, new("message_without_object", "A message names no created object; it is deleted",
                ("message", message.Id), ("shape", notice.Label)));
        return Outcome.NothingToDo;
    }

    private Outcome Put(ReceivedMessage message, Notice notice, Receipt receipt, LogLevel once)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? fault = null;
        int refused = 0, put = 0, more = 0, skipped = 0;
        foreach (var item in notice.Objects)
        {
            if (!seen.Add(item.Identity))
                continue;
            if (ObjectNames.FaultOf(item, s3IsAws) is { } wrong)
            {
                fault ??= wrong;
                refused++;
            }
            else if (_keys.SkippedBy(item.Key) is { } rule)
            {
                counters.Skipped(rule).Add(1);
                skipped++;
                log.Write(LogLevel.Debug, new("object_skipped", $"An object is skipped ({rule})", ("bucket", item.Bucket), ("key", item.Key), ("message", message.Id)));
            }
            else if (book.Memory.IsDone(message.Id, item.Identity))
            {
                continue;
            }
            else if (put == MostObjects)
            {
                more++;
            }
            else
            {
                put++;
                receipt.Hold();
                if (!jobs.TryPut(new ObjectJob(receipt, item, book.Memory.Find(message.Id, item.Identity))))
                    receipt.Release(Outcome.Abandoned);
            }
        }

        if (refused > 0)
        {
            counters.ObjectsBy(Outcome.Refused).Add(refused);
            Tell(once, "message_refused", $"{refused} of the {seen.Count} objects in a message cannot exist and are not requested ({fault}); the message stays in the queue",
                ("message", message.Id), ("receives", receipt.Receives));
            return Outcome.Refused;
        }
        if (more > 0)
        {
            Tell(once, "message_too_many", $"A message names {seen.Count} objects: {put} are read now, and the message stays in the queue for the other {more}",
                ("message", message.Id), ("receives", receipt.Receives));
            return Outcome.OverLimit;
        }
        if (put == 0 && skipped == seen.Count)
        {
            counters.WithoutObject(PullCounters.AllSkipped).Add(1);
            return Outcome.NothingToDo;
        }
        return Outcome.Delivered;
    }

    /// <summary>Holds back repetitions: anyone who can send messages can send many.</summary>
    private void Tell(LogLevel level, string name, string text, params (string Key, object? Value)[] fields)
    {
        if (level == LogLevel.Debug)
            log.Write(level, new(name, text, fields));
        else
            _repeated.Write(level, name, times => new(name, text + RepeatedLine.Times(times, Told), fields), Told);
    }
}
