// Sources: receives messages while there is room and reason to, and hands them on.
using Sluice.Pull.Calls;
using Sluice.Pull.Counters;
using Sluice.Pull.Log;
using Sluice.Pull.Messages;
using Sluice.Pull.Objects;
using Sluice.Pull.Policy;
using Sluice.Pull.Settings;
using Sluice.Pull.Time;

namespace Sluice.Pull.Sources;

/// <summary>
/// The receiving loop of one engine. Stopping ends the loop but not the call it waits in: a server goes on serving a long
/// poll that is cut off, and would hide the messages it then finds. <c>cut</c> ends that call too.
/// </summary>
internal sealed class Receiver(PullSettings settings, IEngineCalls calls, ReceiptBook book, JobQueue jobs, Unpacker unpacker, FaultCircuit circuit,
    EngineHealth health, int room, PullCounters counters, IPullLog log, IEngineClock clock, Func<bool> paused, CancellationToken cut) : IFeeder
{
    private static readonly TimeSpan RoomCheck = TimeSpan.FromMilliseconds(20);

    /// <summary>Least time between short polls of an empty queue.</summary>
    private static readonly TimeSpan ShortPollPause = TimeSpan.FromSeconds(1);

    /// <summary>Least time between receives that bring nothing, whatever the server answers.</summary>
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(200);

    /// <summary>A queue that does not answer a drain is given up after so many tries, or so long.</summary>
    private const int MostTries = 5;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Draining uses a long poll too, because only that asks all of SQS's servers, but a short one.</summary>
    private const int DrainWait = 1;

    private readonly Backoff _backoff = new(clock);
    private readonly RepeatedLine _repeated = new(log, clock.Now);
    private readonly Arrival _arrival = new(settings, calls, counters, clock);
    private long _failingSince;

    public string? Failure { get; private set; }

    private int WaitSeconds => settings.Drain ? DrainWait : settings.WaitTime;

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            int most = await TurnAsync(stop).ConfigureAwait(false);
            if (most == 0)
                return;
            // Asked before the receive: what is released in between comes with the next one.
            bool idle = book.Count == 0;
            long began = clock.Now();
            var messages = await TryReceive(most, stop).ConfigureAwait(false);
            if (Failure is not null)
                return;
            if (messages is null)
                continue;
            var since = await _arrival.DateAsync(messages, began, WaitSeconds).ConfigureAwait(false);
            int taken = 0;
            for (int i = 0; i < messages.Count; i++)
            {
                if (since[i] is { } hiddenSince ? Accept(messages[i], hiddenSince) : Miss(messages[i]))
                    taken++;
            }
            if (settings.Drain && messages.Count == 0 && idle && book.Count == 0)
                return;
            if (taken == 0)
                await Pause(began, stop).ConfigureAwait(false);
        }
    }

    private async Task Pause(long began, CancellationToken stop)
    {
        var took = TimeSpan.FromMilliseconds(clock.Now() - began);
        var least = WaitSeconds == 0 ? ShortPollPause : LeastPause;
        if (took < least)
            await clock.Delay(least - took, stop).ConfigureAwait(false);
    }

    /// <summary>Waits until something may be received; returns how many messages to ask for, 0 when nothing more is to come.</summary>
    private async Task<int> TurnAsync(CancellationToken stop)
    {
        while (true)
        {
            int wanted = Wanted();
            if (wanted == 0)
                return 0;
            if (!paused() && wanted > 0 && jobs.Messages < room && !book.Deletes.Blocked && !IsSlowed())
            {
                health.Trying();
                return circuit.IsOpen ? 1 : wanted;
            }
            health.NotTrying();
            if (settings.Drain && (book.Deletes.GivenUp() ?? circuit.GivenUp) is { } why)
            {
                Failure = why + await LeftAsync(stop).ConfigureAwait(false);
                return 0;
            }
            await clock.Delay(RoomCheck, stop).ConfigureAwait(false);
        }
    }

    /// <summary>While objects share a fault, one message is tried at a time, now and then.</summary>
    private bool IsSlowed() => circuit.IsOpen && (circuit.Wait > TimeSpan.Zero || book.Count > 0);

    /// <summary>How many messages to ask for; with a number of records set, as many as they seem to need. 0: no more; -1: not now.</summary>
    private int Wanted()
    {
        if (settings.MaxRecords is not { } most)
            return settings.MaxMessages;
        long had = counters.Events.Value;
        // Only a part of a batch was wanted, and the batch went back.
        if (had >= most || counters.KeptBy(Outcome.Undelivered).Value > 0)
            return 0;
        long messages = counters.Deleted.Value;
        long each = messages == 0 ? 0 : Math.Max(1, had / messages);
        long needed = messages == 0 ? 1 : had == 0 ? settings.MaxMessages : (most - had + each - 1) / each;
        long now = Math.Min(settings.MaxMessages, needed - book.Count);
        return now <= 0 ? -1 : (int)now;
    }

    /// <summary>One receive; null after a failure and the wait that follows it.</summary>
    private async Task<IReadOnlyList<ReceivedMessage>?> TryReceive(int most, CancellationToken stop)
    {
        try
        {
            var patience = TimeSpan.FromSeconds(WaitSeconds + Math.Min(settings.ReadTimeout, 10));
            var messages = await Deadline.Within(clock, patience, token => calls.ReceiveAsync(most, WaitSeconds, settings.VisibilityTimeout, token), cut).ConfigureAwait(false);
            if (_backoff.Failures > 0)
                log.Write(LogLevel.Info, new("queue_back", "The queue answers again", ("failures", _backoff.Failures)));
            _backoff.Reset();
            health.Received();
            return messages;
        }
        catch (CallException e)
        {
            counters.QueueErrors.Add(1);
            string reason = QueueFaults.Explain(e, settings, calls.QueueRegion);
            health.ReceiveFailed(reason);
            if (_backoff.Failures == 0)
                _failingSince = clock.Now();
            // A drain is to end by itself and must not wait for a person; any other run may be helped meanwhile.
            if (settings.Drain && (e.Fault != CallFault.Transient || _backoff.Failures + 1 >= MostTries
                || clock.Now() - _failingSince > Longest.TotalMilliseconds))
            {
                Failure = reason + await LeftAsync(stop).ConfigureAwait(false);
                return null;
            }
            var wait = _backoff.Next();
            _repeated.Write(e.Fault == CallFault.Transient ? LogLevel.Warn : LogLevel.Error, $"{e.Fault}", times => new("receive_failed",
                $"{reason}; next try in {wait.TotalSeconds:0.0} s" + RepeatedLine.Times(times, MostTries)), MostTries);
            await clock.Delay(wait, stop).ConfigureAwait(false);
            return null;
        }
    }

    /// <summary>What a run that ends early leaves behind, as far as the queue says it.</summary>
    private async Task<string> LeftAsync(CancellationToken stop)
    {
        try
        {
            var state = await Deadline.Within(clock, TimeSpan.FromSeconds(5), calls.QueueStateAsync, stop).ConfigureAwait(false);
            return $"; {state.Waiting + state.InFlight} messages are left";
        }
        catch (CallException)
        {
            return book.Count > 0 ? $"; {book.Count} messages are held, and the number left is unknown" : "; the number of messages left is unknown";
        }
    }

    /// <summary>Counts a message that came too late to be ours; false, because it brought nothing.</summary>
    private bool Miss(ReceivedMessage message)
    {
        counters.Received.Add(1);
        counters.Lost.Add(1);
        counters.KeptBy(Outcome.Lost).Add(1);
        log.Write(LogLevel.Debug, new("message_missed", "The response to a receive came so late that another consumer has its message", ("message", message.Id)));
        return false;
    }

    /// <summary>Takes a message over; false when it brought nothing new. No content of a message ends the loop.</summary>
    private bool Accept(ReceivedMessage message, long hiddenSince)
    {
        counters.Received.Add(1);
        Receipt? receipt = null;
        var outcome = Outcome.Unrecognised;
        try
        {
            if (message.SentAt is { } sent)
                counters.QueueLag.Set((long)(clock.Timers.GetUtcNow() - sent).TotalSeconds);
            receipt = book.Take(message, hiddenSince);
            if (receipt is not null)
                outcome = unpacker.Unpack(message, receipt);
        }
        catch (Exception e)
        {
            log.Write(LogLevel.Error, new("message_error", $"A message could not be processed; it stays in the queue: {e.GetType().Name}: {e.Message}",
                ("message", message.Id), ("where", e.StackTrace?.Split('\n')[0].Trim())));
        }
        finally
        {
            receipt?.Release(outcome);
        }
        return receipt is not null;
    }
}
