// Messages: carries out what was decided about messages, ten to a call, each as soon as it is decided. A call that
// hangs holds up its own ten messages and nothing else.
using Sluice.Pull.Calls;
using Sluice.Pull.Counters;
using Sluice.Pull.Log;
using Sluice.Pull.Settings;
using Sluice.Pull.Time;

namespace Sluice.Pull.Messages;

/// <summary>Deletes, keeps or releases messages; what fails is tried again.</summary>
internal sealed class BatchedCalls(IEngineCalls calls, PullSettings settings, PullCounters counters, IPullLog log, IEngineClock clock, DeleteGuard guard, Action<Receipt> whenGone)
{
    /// <summary>SQS takes ten entries a call.</summary>
    public const int Most = 10;

    /// <summary>How often an entry is tried that the server refuses on its own.</summary>
    private const int MostTries = 5;

    /// <summary>How long a first entry waits for others to share its call.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(20);

    private readonly AsyncQueue<(Receipt Receipt, int? Seconds)> _todo = new(clock);

    /// <summary>Calls at once; giving back must not wait behind deletes that hang.</summary>
    private readonly Slots _deleting = new(clock, 8), _hiding = new(clock, 8);

    private readonly TimeSpan _patience = TimeSpan.FromSeconds(Math.Min(settings.ReadTimeout, 10));
    private readonly RepeatedLine _failures = new(log, clock.Now);
    private int _underWay;

    /// <summary>Deletes the message.</summary>
    public void Delete(Receipt receipt) => _todo.Put((receipt, null));

    /// <summary>Hides the message for some seconds more and then drops it; 0 gives it back at once.</summary>
    public void Hide(Receipt receipt, int seconds) => _todo.Put((receipt, seconds));

    /// <summary>No more entries will come; the loop ends when the last one is carried out.</summary>
    public void Close() => _todo.Close();

    /// <summary>The loop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (await _todo.WaitAsync(stop).ConfigureAwait(false))
        {
            if (_todo.Count < Most)
                await clock.Delay(Linger, stop).ConfigureAwait(false);
            var deletes = new List<Receipt>(Most);
            var hides = new List<(Receipt Receipt, int Seconds)>(Most);
            while (deletes.Count < Most && hides.Count < Most && _todo.TryTake(out var next))
            {
                if (next.Seconds is { } seconds)
                    hides.Add((next.Receipt, seconds));
                else
                    deletes.Add(next.Receipt);
            }
            if (deletes.Count > 0)
                Begin(() => DeleteAsync(deletes, stop), stop);
            if (hides.Count > 0)
                Begin(() => HideAsync(hides, stop), stop);
        }
        while (Volatile.Read(ref _underWay) > 0)
            await clock.Delay(TimeSpan.FromMilliseconds(10), stop).ConfigureAwait(false);
    }

    private void Begin(Func<Task> work, CancellationToken stop)
    {
        Interlocked.Increment(ref _underWay);
        _ = clock.Run(async () =>
        {
            try
            {
                await work().ConfigureAwait(false);
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                log.Write(LogLevel.Error, new("engine_error", $"Messages could not be deleted or hidden: {e.GetType().Name}: {e.Message}"));
            }
            catch (Exception)
            {
                // The engine has ended: the messages come back by themselves.
            }
            finally
            {
                Interlocked.Decrement(ref _underWay);
            }
        });
    }

    /// <summary>Messages that wait for their deletion are still extended, so a failure costs nothing but time.</summary>
    private async Task DeleteAsync(List<Receipt> batch, CancellationToken stop)
    {
        var backoff = new Backoff(clock);
        bool probing = false;
        try
        {
            while (true)
            {
                if (guard.Blocked && !probing)
                {
                    // While deletes are refused, one batch is tried and the others wait for its result.
                    await guard.Probe.WaitAsync(stop).ConfigureAwait(false);
                    probing = true;
                    backoff = guard.Backoff;
                }
                // What was given back meanwhile is not ours to delete.
                batch.RemoveAll(receipt => receipt.Leaving);
                if (batch.Count == 0)
                    return;
                if (await TryDelete(batch, final: backoff.Failures + 1 >= MostTries, stop).ConfigureAwait(false))
                {
                    if (batch.Count == 0)
                        return;
                }
                await clock.Delay(backoff.Next(), stop).ConfigureAwait(false);
            }
        }
        finally
        {
            if (probing)
                guard.Probe.Release();
        }
    }

    /// <summary>One call; removes from the batch what is settled. False when the call failed as a whole.</summary>
    private async Task<bool> TryDelete(List<Receipt> batch, bool final, CancellationToken stop)
    {
        await _deleting.WaitAsync(stop).ConfigureAwait(false);
        IReadOnlyList<BatchFailure> failed;
        try
        {
            failed = await Deadline.Within(clock, _patience, token => calls.DeleteAsync([.. batch.Select(receipt => receipt.Handle)], token), stop).ConfigureAwait(false);
        }
        catch (CallException e)
        {
            counters.QueueErrors.Add(1);
            guard.Failed(e);
            if (e.Fault == CallFault.Transient)
                Failed("queue_call_failed", "Messages could not be deleted", e);
            return false;
        }
        finally
        {
            _deleting.Release();
        }

        if (failed.Count < batch.Count || failed.Any(failure => failure.Lost))
            guard.Succeeded();
        else
            guard.Failed(new CallException(CallFault.Rejected, failed[0].Reason));
        var again = new List<Receipt>();
        for (int i = 0; i < batch.Count; i++)
            Deleted(batch[i], failed.FirstOrDefault(f => f.Index == i), final, again);
        batch.Clear();
        batch.AddRange(again);
        return true;
    }

    private void Deleted(Receipt receipt, BatchFailure? failure, bool final, List<Receipt> again)
    {
        if (failure is null)
        {
            // What was given back while its deletion was under way is counted as kept.
            if (!receipt.Leaving)
                counters.Deleted.Add(1);
        }
        else if (!failure.Lost && (!final || guard.Blocked))
        {
            again.Add(receipt);
            return;
        }
        else
        {
            counters.Lost.Add(1);
            log.Write(LogLevel.Warn, new("delete_failed", "The records were delivered but the message could not be deleted: it will be received again",
                ("message", receipt.MessageId), ("reason", failure.Reason)));
        }
        whenGone(receipt);
    }

    private async Task HideAsync(List<(Receipt Receipt, int Seconds)> batch, CancellationToken stop)
    {
        var backoff = new Backoff(clock);
        while (true)
        {
            await _hiding.WaitAsync(stop).ConfigureAwait(false);
            try
            {
                // Failed entries are ignored: a message whose handle is refused is not ours any more, so the work is done.
                await Deadline.Within(clock, _patience, token => calls.HideAsync([.. batch.Select(entry => (entry.Receipt.Handle, entry.Seconds))], token), stop).ConfigureAwait(false);
                break;
            }
            catch (CallException e)
            {
                counters.QueueErrors.Add(1);
                Failed("queue_call_failed", "Messages could not be hidden or given back", e);
                // They come back by themselves when their visibility runs out.
                if (e.Fault != CallFault.Transient || backoff.Failures + 1 >= MostTries)
                    break;
            }
            finally
            {
                _hiding.Release();
            }
            await clock.Delay(backoff.Next(), stop).ConfigureAwait(false);
        }
        foreach (var (receipt, _) in batch)
            whenGone(receipt);
    }

    private void Failed(string name, string text, CallException e) => _failures.Write(LogLevel.Warn, text, count => new(name,
        $"{text} ({e.Message}); trying again" + RepeatedLine.Times(count)));
}
