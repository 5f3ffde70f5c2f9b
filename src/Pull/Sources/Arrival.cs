// Sources: since when the server hides what a receive brought. It began to at some moment between the sending of the receive
// and its answer, and an answer may be late.
using Sluice.Pull.Calls;
using Sluice.Pull.Counters;
using Sluice.Pull.Settings;
using Sluice.Pull.Time;

namespace Sluice.Pull.Sources;

/// <summary>Dates messages, and asks for their visibility anew where too much of it may be over.</summary>
internal sealed class Arrival(PullSettings settings, IEngineCalls calls, PullCounters counters, IEngineClock clock)
{
    /// <summary>Receiving waits for it, and so does a stop.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>Since when each message is hidden, at the latest; null: it is somebody else's by now.</summary>
    /// <param name="messages">What the receive brought.</param>
    /// <param name="began">When it was sent.</param>
    /// <param name="waitSeconds">How long it was told to wait.</param>
    public async Task<long?[]> DateAsync(IReadOnlyList<ReceivedMessage> messages, long began, int waitSeconds)
    {
        var since = new long?[messages.Count];
        Array.Fill(since, began);
        // Sooner than this, the heartbeat takes care of it.
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
            // Where extending is not allowed at all every message would seem too late, and never be read: the end of the wait
            // is the best guess then.
            if (e.Fault == CallFault.Denied)
                Array.Fill(since, Math.Min(sent, began + waitSeconds * 1000L));
        }
        return since;
    }
}
