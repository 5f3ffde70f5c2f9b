// Http: what the lanes to one receiver share: the pause it asks for, and what is logged about it.
using Sluice.Deliver.Receivers;
using Sluice.Deliver.Sinks;
using Sluice.Pull.Log;

namespace Sluice.Deliver.Http;

/// <summary>Safe for any number of threads.</summary>
internal sealed class Courier(Receiver receiver, IPullLog log, TimeSpan? patience)
{
    private readonly RepeatedLine _lines = new(log, () => Environment.TickCount64);
    private long _notBefore;
    private long _silentSince;
    private int _isFailing;

    /// <summary>Waits until the pause that the receiver asked for is over.</summary>
    public async Task WhenAllowed(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        while (Interlocked.Read(ref _notBefore) - Environment.TickCount64 is > 0 and var left)
            await Task.Delay((int)Math.Min(left, int.MaxValue), stop).ConfigureAwait(false);
    }

    /// <summary>The receiver gave an answer that settles a request, whatever it says.</summary>
    public void Answered()
    {
        Interlocked.Exchange(ref _silentSince, 0);
        if (Interlocked.Exchange(ref _isFailing, 0) == 1)
        {
            _lines.Forget("again");
            log.Write(LogLevel.Info, new("sink_resumed", $"{receiver.Name}: {receiver.Host} answers again"));
        }
    }

    /// <summary>Waits before a request is tried again; throws <see cref="SinkException"/> when that has gone on for too long.</summary>
    public async Task WaitAsync(TimeSpan wait, Reply reply, CancellationToken stop)
    {
        long now = Environment.TickCount64;
        if (reply.RetryAfter is not null)
            Interlocked.Exchange(ref _notBefore, now + (long)wait.TotalMilliseconds);
        long since = Interlocked.CompareExchange(ref _silentSince, now, 0);
        string why = reply.Status is >= 200 and < 300 ? $"{receiver.Host}: the response confirms nothing ({reply.Describe(receiver.Secrets)})"
            : reply.Status > 0 ? $"{receiver.Host}: {reply.Describe(receiver.Secrets)}" : reply.Describe(receiver.Secrets);
        if (since > 0 && patience is { } most && now - since > most.TotalMilliseconds)
            throw new SinkException($"{receiver.Name}: nothing was confirmed for {most.TotalMinutes:0} minutes ({why}): what was not delivered stays where it is");
        Interlocked.Exchange(ref _isFailing, 1);
        _lines.Write(LogLevel.Warn, "again", times => new("sink_retry",
            $"{receiver.Name}: {why}; next try in {wait.TotalSeconds:0.0} s, and its messages are held meanwhile{RepeatedLine.Times(times)}"));
        await Task.Delay(wait, stop).ConfigureAwait(false);
    }

    /// <summary>Events went to the rejects file.</summary>
    public void Refused(int events, string reason) => _lines.Write(LogLevel.Warn, "refused", times => new("sink_refused",
        $"{receiver.Name}: {(events == 1 ? "an event was" : $"{events} events were")} refused and written to the rejects file ({reason}){RepeatedLine.Times(times)}"));
}
