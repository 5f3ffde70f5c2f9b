// Queue: every message that is held. Extends the visibility of all of them from the moment of receipt, and
// decides over each when it is settled.
using System.Collections.Concurrent;

namespace Sluice.Pull;

/// <summary>The held messages of one engine.</summary>
internal sealed class ReceiptBook
{
    private readonly PullSettings _settings;
    private readonly AwsCalls _calls;
    private readonly PullCounters _counters;
    private readonly IPullLog _log;
    private readonly BatchedCalls _batched;
    private readonly ConcurrentDictionary<string, Receipt> _held = new(StringComparer.Ordinal);

    public ReceiptBook(PullSettings settings, AwsCalls calls, PullCounters counters, IPullLog log)
    {
        _settings = settings;
        _calls = calls;
        _counters = counters;
        _log = log;
        _batched = new BatchedCalls(calls, counters, log, Gone);
    }

    public MessageMemory Memory { get; } = new();

    /// <summary>Messages held, those that wait for their deletion among them.</summary>
    public int Count => _held.Count;

    /// <summary>
    /// Takes a message; null when it is one that is held already: its visibility had run out unnoticed, and
    /// the new handle is all there is to take.
    /// </summary>
    public Receipt? Take(ReceivedMessage message)
    {
        int receives = Memory.Receive(message.Id, message.Receives);
        // One that is on its way out was given back, and this is somebody's (our) next turn with it.
        if (_held.TryGetValue(message.Id, out var held) && !held.Leaving)
        {
            held.Handle = message.Handle;
            held.ExtendedAt = Environment.TickCount64;
            _log.Write(LogLevel.Warn, new("message_came_again", "A message came again while it is being worked on; the work goes on", ("message", message.Id)));
            return null;
        }

        var receipt = new Receipt(message.Id, message.Handle, receives, Settle);
        _held[message.Id] = receipt;
        _counters.InFlightMessages.Set(_held.Count);
        return receipt;
    }

    /// <summary>The loop of the heartbeat.</summary>
    public async Task ExtendAsync(CancellationToken stop)
    {
        if (!_settings.Heartbeat)
            return;
        long third = _settings.VisibilityTimeout * 1000L / 3;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(Math.Clamp(third / 4, 100, 5000)));
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
        {
            long due = Environment.TickCount64 - third;
            var late = _held.Values.Where(r => !r.Leaving && !r.Lost && r.ExtendedAt <= due).ToList();
            foreach (var ten in late.Chunk(BatchedCalls.Most))
            {
                if (!await TryExtend(ten, stop).ConfigureAwait(false))
                    break;
            }
        }
    }

    /// <summary>The loop that carries out decisions.</summary>
    public Task CarryOutAsync(CancellationToken stop) => _batched.RunAsync(stop);

    /// <summary>No more decisions will come.</summary>
    public void Close() => _batched.Close();

    /// <summary>Gives back at once every message that is still open, whatever still works on it.</summary>
    public void ReleaseAll()
    {
        foreach (var receipt in _held.Values)
        {
            if (!receipt.Leaving)
            {
                receipt.Leaving = true;
                receipt.Lost = true;
                _counters.KeptBy(Outcome.Abandoned).Add(1);
                _batched.Hide(receipt, 0);
            }
        }
    }

    private async Task<bool> TryExtend(Receipt[] ten, CancellationToken stop)
    {
        try
        {
            var failed = await _calls.HideAsync([.. ten.Select(r => (r.Handle, _settings.VisibilityTimeout))], stop).ConfigureAwait(false);
            for (int i = 0; i < ten.Length; i++)
            {
                var failure = failed.FirstOrDefault(f => f.Index == i);
                if (failure is null)
                {
                    ten[i].ExtendedAt = Environment.TickCount64;
                    _counters.Extended.Add(1);
                }
                else if (failure.Lost && !ten[i].Leaving && _held.ContainsKey(ten[i].MessageId))
                {
                    ten[i].Lost = true;
                    _counters.Lost.Add(1);
                    _log.Write(LogLevel.Warn, new("visibility_lost", "A receipt ran out while its message was worked on: someone else has it",
                        ("message", ten[i].MessageId), ("reason", failure.Reason)));
                }
            }
            return true;
        }
        catch (CallException e)
        {
            _counters.QueueErrors.Add(1);
            _log.Write(LogLevel.Warn, new("extend_failed", $"The visibility of held messages could not be extended ({e.Message})"));
            return false;
        }
    }

    /// <summary>Nothing of the message is open any more: the outcome table decides.</summary>
    private void Settle(Receipt receipt)
    {
        if (receipt.Leaving)
            return;
        var outcome = receipt.Lost ? Outcome.Lost : receipt.Worst;
        var fate = Outcomes.FateOf(outcome, receipt.Receives, _settings);
        if (fate == Fate.Delete)
        {
            if (outcome == Outcome.Missing)
                _log.Write(LogLevel.Warn, new("message_given_up", "An object stayed missing; its message is deleted", ("message", receipt.MessageId), ("receives", receipt.Receives)));
            _batched.Delete(receipt);
            return;
        }

        receipt.Leaving = true;
        _counters.KeptBy(outcome).Add(1);
        // Records that the host refused may be those of any object of the message.
        int kept = Memory.Keep(receipt.MessageId, outcome == Outcome.Undelivered ? [] : receipt.Done,
            givenUp: outcome is Outcome.Corrupt or Outcome.OverLimit && receipt.Receives >= _settings.MaxReceives);
        int rest = Outcomes.RestOf(kept, _settings);
        _log.Write(LogLevel.Debug, new("message_kept", "A message stays in the queue", ("message", receipt.MessageId),
            ("outcome", Outcomes.Label(outcome)), ("receives", receipt.Receives), ("seconds", fate == Fate.Keep ? rest : 0)));
        if (fate == Fate.Forget)
            Gone(receipt);
        else
            _batched.Hide(receipt, fate == Fate.Keep ? rest : 0);
    }

    private void Gone(Receipt receipt)
    {
        _held.TryRemove(new(receipt.MessageId, receipt));
        _counters.InFlightMessages.Set(_held.Count);
        if (!receipt.Leaving)
            Memory.Forget(receipt.MessageId);
    }
}
