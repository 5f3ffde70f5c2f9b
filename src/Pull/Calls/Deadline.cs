// Calls: a time limit for one call, which holds even when the call hangs.
using Sluice.Core.VpcFlow;
using Sluice.Pull.Time;

namespace Sluice.Pull.Calls;

/// <summary>Runs a call within a time limit.</summary>
internal static class Deadline
{
    /// <summary>
    /// The call's result, or a transient fault when it has none after <paramref name="most"/>. The call is cancelled then,
    /// and not waited for if it does not end.
    /// </summary>
    public static async Task<T> Within<T>(IEngineClock clock, TimeSpan most, Func<CancellationToken, Task<T>> call, CancellationToken stop)
    {
        // The call's own deadline names operation and host; the extra half second lets it fire first where both are equal.
        using var time = new CancellationTokenSource(most + TimeSpan.FromMilliseconds(500), clock.Timers);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop, time.Token);
        // In the background: finding credentials may block before the first await.
        var running = clock.Run(() => call(limit.Token));
        try
        {
            return await Waiter.For(running, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not CallException { Fault: not CallFault.Transient } && limit.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            _ = running.ContinueWith(late => late.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default); // observed, so it is not reported later
            throw new CallException(CallFault.Transient, $"no answer within {most.TotalSeconds:0.#} s", e);
        }
    }
}
