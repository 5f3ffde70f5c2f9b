// Sources: since when the server hides the messages of a receive. That began at some moment between the request and its
// answer, and an answer may be late.
using Sluice.Pull.Calls;
using Sluice.Pull.Counters;
using Sluice.Pull.Settings;
using Sluice.Pull.Time;

namespace Sluice.Pull.Sources;

/// <summary>Dates messages, and extends their visibility where too much of it may be over.</summary>
internal sealed class Arrival(PullSettings settings, IEngineCalls calls, PullCounters counters, IEngineClock clock)
{
    /// <summary>Longest time for an extension: receiving waits for it, and so does a stop.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>Since when, at the earliest, each message is hidden; null when it is somebody else's by now.</summary>
    /// <param name="messages">What the receive brought.</param>
    /// <param name="began">When it was sent.</param>
    /// <param name="waitSeconds">How long it was asked to wait.</param>
    public async Task<long?[]> DateAsync(IReadOnlyList<ReceivedMessage> messages, long began, int waitSeconds)
    {
        var since = new long?[messages.Count];
        Array.Fill(since, began);
        // While less than a third of the visibility has passed, the heartbeat extends in time.
        if (messages.Count == 0 || !settings.Heartbeat || clock.Now() - began <= settings.VisibilityTimeout * 1000L / 3)
            return since;
        long sent = clock.Now();
        try
        {
            // Not cut off by a stop: what is asked for here must not reach the server after the message was given back.
            var failed = await Deadline.Within(clock, Longest,
                token => calls.HideAsync([.. messages.Select(message => (message.Handle, settings.VisibilityTimeout))], token), CancellationToken.None).ConfigureAwait(false);
            Array.Fill(since, sent);
            foreach (var failure in failed)
                since[failure.Index] = failure.Lost ? null : began;
            counters.Extended.Add(messages.Count - failed.Count);
        }
        catch (CallException e)
        {
            counters.QueueErrors.Add(1);
            // Where extending is not allowed at all, every message would seem too late and never be read: the end of the wait
            // is the best guess then.
            if (e.Fault == CallFault.Denied)
                Array.Fill(since, Math.Min(sent, began + waitSeconds * 1000L));
        }
        return since;
    }
}
