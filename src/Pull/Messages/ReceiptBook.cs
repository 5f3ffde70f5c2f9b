// Messages: every message that is held, and the decision about each when it is settled.
using System.Collections.Concurrent;
using Sluice.Pull.Calls;
using Sluice.Pull.Counters;
using Sluice.Pull.Log;
using Sluice.Pull.Policy;
using Sluice.Pull.Settings;
using Sluice.Pull.Time;

namespace Sluice.Pull.Messages;

/// <summary>The held messages of one engine.</summary>
internal sealed class ReceiptBook
{
    /// <summary>Lost messages that are logged one by one.</summary>
    private const int Told = 20;

    private readonly PullSettings _settings;
    private readonly PullCounters _counters;
    private readonly IPullLog _log;
    private readonly IEngineClock _clock;
    private readonly EngineHealth _health;
    private readonly FaultCircuit _circuit;
    private readonly BatchedCalls _batched;
    private readonly RepeatedLine _repeated;
    private readonly ConcurrentDictionary<string, Receipt> _held = new(StringComparer.Ordinal);

    public ReceiptBook(PullSettings settings, IEngineCalls calls, PullCounters counters, EngineHealth health, FaultCircuit circuit, IPullLog log, IEngineClock clock)
    {
        _settings = settings;
        _counters = counters;
        _log = log;
        _clock = clock;
        _health = health;
        _circuit = circuit;
        _repeated = new RepeatedLine(log, clock.Now);
        Deletes = new DeleteGuard(settings, log, clock, () => Count);
        _batched = new BatchedCalls(calls, settings, counters, log, clock, Deletes, Gone);
    }

    public MessageMemory Memory { get; } = new();

    /// <summary>Whether messages can be deleted.</summary>
    public DeleteGuard Deletes { get; }

    /// <summary>Messages held, including those that wait for their deletion.</summary>
    public int Count => _held.Count;

    /// <summary>The held messages.</summary>
    public ICollection<Receipt> Held => _held.Values;

    /// <summary>The engine is stopping, which is the reason for what is given back from now on.</summary>
    public bool Stopping { get; set; }

    /// <summary>Something is held whose records may still come, or that can still be deleted or given back.</summary>
    public bool IsBusy => _held.Values.Any(receipt => !receipt.Settled || receipt.Leaving || !Deletes.Blocked);

    /// <summary>
    /// Takes a message; null when it is held already: its visibility had run out unnoticed, and only its
    /// new handle is taken.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="hiddenSince">Since when the server hides it, by the clock.</param>
    public Receipt? Take(ReceivedMessage message, long hiddenSince)
    {
        int receives = Memory.Receive(message.Id, message.Receives);
        // A message that is leaving was given back already, and this is a new receive of it.
        if (_held.TryGetValue(message.Id, out var held) && !held.Leaving)
        {
            _counters.CameAgain(PullCounters.Expired).Add(1);
            if (!held.WasLost)
            {
                held.Handle = message.Handle;
                held.HiddenSince = hiddenSince;
                _log.Write(LogLevel.Warn, new("message_came_again", "A message was received again while it is being processed; processing continues", ("message", message.Id)));
                return null;
            }
            // Its readers have stopped; what the consumer has of it by now is not given out again.
            Memory.Keep(message.Id, held.Progress, givenUp: false, PullCounters.Expired);
        }
        else if (receives > 1)
        {
            _counters.CameAgain(Memory.WhyOf(message.Id) ?? PullCounters.Elsewhere).Add(1);
        }

        // Without a heartbeat no extension is ever confirmed, so no time limit holds.
        var receipt = new Receipt(message.Id, message.Handle, receives, _clock.Now, Settle, _settings.Heartbeat ? _settings.VisibilityTimeout * 1000L : 0, Expired) { HiddenSince = hiddenSince };
        if (_held.IsEmpty)
            _health.Moved();
        _held[message.Id] = receipt;
        _counters.InFlightMessages.Set(_held.Count);
        return receipt;
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
            // What only waits for its deletion is deleted, unless deletes are refused.
            if (receipt.Leaving || (receipt.Settled && !Deletes.Blocked))
                continue;
            receipt.Leaving = true;
            receipt.Lose();
            _counters.KeptBy(Outcome.Abandoned).Add(1);
            _counters.GivenBackBy(PullCounters.Stop).Add(1);
            _batched.Hide(receipt, 0);
        }
    }

    /// <summary>The server says that a receipt ran out.</summary>
    public void LostBy(Receipt receipt, string reason)
    {
        if (receipt.Leaving || !_held.ContainsKey(receipt.MessageId) || !receipt.Lose())
            return;
        _counters.Lost.Add(1);
        _repeated.Write(LogLevel.Warn, "lost", times => new("visibility_lost", "A receipt expired while its message was being processed: another consumer has it" + RepeatedLine.Times(times, Told),
            ("message", receipt.MessageId), ("reason", reason)), Told);
    }

    private void Expired(Receipt receipt)
    {
        _counters.Lost.Add(1);
        _repeated.Write(LogLevel.Warn, "expired", times => new("visibility_lost",
            "The visibility of a message could not be extended in time: another consumer may have it, and no more of its records are emitted" + RepeatedLine.Times(times, Told),
            ("message", receipt.MessageId)), Told);
    }

    /// <summary>Nothing of the message is open any more: the outcome table decides.</summary>
    private void Settle(Receipt receipt)
    {
        receipt.Settled = true;
        _health.Moved();
        if (receipt.Leaving)
            return;
        var outcome = receipt.Worst;
        var fate = Outcomes.FateOf(outcome, receipt.Receives, _settings);
        if (fate == Fate.Delete)
        {
            if (outcome == Outcome.Missing)
                _log.Write(LogLevel.Warn, new("message_given_up", "An object is still missing; its message is deleted", ("message", receipt.MessageId), ("receives", receipt.Receives)));
            _batched.Delete(receipt);
            return;
        }

        if (receipt.WasLost)
            (outcome, fate) = (Outcome.Lost, Fate.Forget);
        receipt.Leaving = true;
        _counters.KeptBy(outcome).Add(1);
        if (fate == Fate.Release)
            _counters.GivenBackBy(Stopping || outcome == Outcome.Abandoned ? PullCounters.Stop : PullCounters.Refused).Add(1);
        string why = fate switch { Fate.Release => PullCounters.GivenBack, Fate.Forget => PullCounters.Expired, _ => PullCounters.Kept };
        int kept = Memory.Keep(receipt.MessageId, receipt.Progress,
            givenUp: outcome is Outcome.Corrupt or Outcome.OverLimit or Outcome.Foreign && receipt.Receives >= _settings.MaxReceives, why);
        int rest = Outcomes.RestOf(kept, _settings, pressed: _circuit.IsOpen && (FaultCircuit.IsShared(outcome) || outcome == Outcome.Refused));
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
        _health.Moved();
        if (!receipt.Leaving)
            Memory.Forget(receipt.MessageId);
    }
}
