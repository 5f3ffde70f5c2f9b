// Diagnostics: moves dead letters back to their queue, once they were looked at.
using Sluice.Pull.Aws;
using Sluice.Pull.Calls;
using Sluice.Pull.Messages;
using Sluice.Pull.Settings;

namespace Sluice.Pull.Diagnostics;

/// <summary>
/// Moves messages out of a dead-letter queue. SQS's own StartMessageMoveTask moves whatever is in the queue by then,
/// without a limit on their number; this moves what was shown and nothing else.
/// </summary>
public static class QueueRedrive
{
    /// <summary>
    /// Takes up to <paramref name="most"/> messages, shows them, and moves them if <paramref name="decide"/> returns true.
    /// What is not moved is given back (visibility 0).
    /// </summary>
    /// <param name="settings">The dead-letter queue, and the credentials and endpoints to use.</param>
    /// <param name="destination">The queue to move to: URL, ARN or name; null: where each message came from.</param>
    /// <param name="most">Messages to move.</param>
    /// <param name="decide">Called with what was found, unless that is nothing; the messages stay hidden until it returns.</param>
    /// <param name="waiting">Called with what is waited for from now on, and with null when the wait is over.</param>
    /// <param name="stop">Ends the move in an orderly way: what is copied is deleted, the rest is given back.</param>
    /// <exception cref="SettingsException">The settings cannot work, or a destination is missing; one line.</exception>
    /// <exception cref="PeekException">A queue cannot be reached; one line.</exception>
    public static async Task<RedriveResult> RunAsync(PullSettings settings, string? destination, int most, Func<RedrivePlan, bool> decide, Action<string?> waiting, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(decide);
        ArgumentNullException.ThrowIfNull(waiting);
        SettingsCheck.Check(settings, needsQueue: true);
        using var calls = new AwsCalls(settings);
        var move = new RedriveMove(calls, settings);
        string where = $"queue {settings.Queue} at {calls.QueueHost}";
        waiting(where);
        int found = 0, lost = 0;
        try
        {
            using var targets = await RedriveTargets.FindAsync(calls, settings, destination, stop).ConfigureAwait(false);
            await using var held = new HeldLetters(calls, settings.VisibilityTimeout, Math.Min(1, settings.WaitTime));
            try
            {
                await held.TakeAsync(most, stop).ConfigureAwait(false);
                HeldLetter[] letters = [.. held.All];
                found = letters.Length;
                if (found > 0)
                {
                    var to = await targets.OfAsync([.. letters.Select(one => one.Letter)], stop).ConfigureAwait(false);
                    waiting(null);
                    bool wanted = decide(Plan(letters, to));
                    waiting(where);
                    if (wanted)
                        await move.RunAsync(letters.Zip(to), stop).ConfigureAwait(false);
                }
            }
            finally
            {
                lost = await held.GiveBackAsync().ConfigureAwait(false);
            }
            return new(found, move.Moved, move.InBoth, lost, await LeftAsync(calls).ConfigureAwait(false), move.Fault);
        }
        catch (CallException e)
        {
            throw new PeekException(QueueFaults.Explain(e, settings, calls.QueueRegion));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new(found, move.Moved, move.InBoth, lost, null, null);
        }
        finally
        {
            waiting(null);
        }
    }

    private static RedrivePlan Plan(HeldLetter[] letters, IReadOnlyList<RedriveTarget> to) => new(
        [.. letters.Select(held => QueuePeek.Describe(held.Letter.Received))],
        [.. to.CountBy(target => target.Url)]);

    private static async Task<long?> LeftAsync(AwsCalls calls)
    {
        try
        {
            var state = await calls.QueueStateAsync(CancellationToken.None).ConfigureAwait(false);
            return state.Waiting + state.InFlight;
        }
        catch (CallException)
        {
            return null;
        }
    }
}
