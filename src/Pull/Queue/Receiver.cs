// Queue to Notice: receives messages while there is room, unwraps them and hands their objects to the readers.
namespace Sluice.Pull;

/// <summary>
/// The receiving loop of one engine. Stopping ends the loop but not the call it waits in: a server goes on serving a long
/// poll that is cut off, and would hide what it then finds. <c>cut</c> ends that call too.
/// </summary>
internal sealed class Receiver(PullSettings settings, AwsCalls calls, ReceiptBook book, Handoff<ObjectJob> jobs,
    int room, PullCounters counters, IPullLog log, Func<bool> paused, CancellationToken cut) : IFeeder
{
    private static readonly TimeSpan RoomCheck = TimeSpan.FromMilliseconds(20);

    /// <summary>An empty queue that is polled without waiting is not polled in a loop.</summary>
    private static readonly TimeSpan ShortPollPause = TimeSpan.FromSeconds(1);

    /// <summary>Draining asks all of SQS's servers too, which only a long poll does, but does not wait long.</summary>
    private const int DrainWait = 1;

    private readonly Backoff _backoff = new();

    public string? Failure { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            while (paused() || jobs.Count >= room)
                await Task.Delay(RoomCheck, stop).ConfigureAwait(false);

            // Asked before the receive: what is released in between comes with the next one.
            bool idle = book.Count == 0;
            var messages = await TryReceive(stop).ConfigureAwait(false);
            if (Failure is not null)
                return;
            if (messages is null)
                continue;
            foreach (var message in messages)
                Accept(message);
            if (settings.Drain && messages.Count == 0)
            {
                if (idle && book.Count == 0)
                    return;
                await Task.Delay(RoomCheck, stop).ConfigureAwait(false);
            }
            else if (settings.WaitTime == 0 && messages.Count == 0)
            {
                await Task.Delay(ShortPollPause, stop).ConfigureAwait(false);
            }
        }
    }

    /// <summary>One receive; null after a failure and the wait that follows it.</summary>
    private async Task<IReadOnlyList<ReceivedMessage>?> TryReceive(CancellationToken stop)
    {
        try
        {
            int wait = settings.Drain ? DrainWait : settings.WaitTime;
            var messages = await calls.ReceiveAsync(settings.MaxMessages, wait, settings.VisibilityTimeout, cut).ConfigureAwait(false);
            if (_backoff.Failures > 0)
                log.Write(LogLevel.Info, new("queue_back", "The queue answers again", ("failures", _backoff.Failures)));
            _backoff.Reset();
            return messages;
        }
        catch (CallException e)
        {
            counters.QueueErrors.Add(1);
            string reason = QueueFaults.Explain(e, settings, calls.QueueRegion);
            // What is to end by itself must not wait for a person; what is to run on may be helped meanwhile.
            if (settings.Drain && e.Fault != CallFault.Transient)
            {
                Failure = reason;
                return null;
            }
            var wait = _backoff.Next();
            log.Write(e.Fault == CallFault.Transient ? LogLevel.Warn : LogLevel.Error, new("receive_failed",
                $"{reason}; next try in {wait.TotalSeconds:0.0} s"));
            await Task.Delay(wait, stop).ConfigureAwait(false);
            return null;
        }
    }

    private void Accept(ReceivedMessage message)
    {
        counters.Received.Add(1);
        if (message.SentAt is { } sent)
            counters.QueueLag.Set((long)(DateTimeOffset.UtcNow - sent).TotalSeconds);
        if (book.Take(message) is not { } receipt)
            return;
        var notice = NoticeReader.Read(message.Body);
        counters.ByShape(notice).Add(1);
        receipt.Release(Unpack(message, notice, receipt));
    }

    /// <summary>Hands the objects of a message over; what is left to say of the message itself.</summary>
    private Outcome Unpack(ReceivedMessage message, Notice notice, Receipt receipt)
    {
        switch (notice.Shape)
        {
            case NoticeShape.Unrecognised:
                // Once is enough: it comes back until the redrive policy takes it away.
                log.Write(receipt.Receives <= 1 ? LogLevel.Warn : LogLevel.Debug, new("message_unrecognised",
                    $"A message is no notice that is known ({notice.Fault}); it stays in the queue",
                    ("message", message.Id), ("bytes", message.Body.Length), ("begins", message.Body.Length <= 120 ? message.Body : message.Body[..120])));
                return Outcome.Unrecognised;
            case NoticeShape.Subscription:
                log.Write(LogLevel.Warn, new("subscription", "SNS waits for a subscription to be confirmed; the message is dropped", ("message", message.Id)));
                return Outcome.NothingToDo;
        }

        if (notice.Objects.Count == 0)
        {
            log.Write(LogLevel.Debug, new("message_without_object", "A message names no object that was created; it is deleted",
                ("message", message.Id), ("shape", notice.Label)));
            return Outcome.NothingToDo;
        }
        if (book.Memory.IsGivenUp(message.Id))
        {
            log.Write(LogLevel.Debug, new("message_left", "An object that stays unreadable is not read again; its message is left to the redrive policy",
                ("message", message.Id), ("receives", receipt.Receives)));
            return Outcome.Corrupt;
        }

        foreach (var item in notice.Objects)
        {
            if (book.Memory.IsDone(message.Id, item.ToString()))
                continue;
            receipt.Hold();
            if (!jobs.TryPut(new ObjectJob(receipt, item)))
                receipt.Release(Outcome.Abandoned);
        }
        return Outcome.Delivered;
    }
}
