// Calls: a bound in time for one call, which a call that hangs does not outlive.
using Sluice.Core.VpcFlow;
using Sluice.Pull.Time;

namespace Sluice.Pull.Calls;

/// <summary>Runs a call for so long and no longer.</summary>
internal static class Deadline
{
    /// <summary>
    /// The call's result, or a transient fault when it has none after <paramref name="most"/>. The call is told to end,
    /// and is not waited for even if it does not.
    /// </summary>
    public static async Task<T> Within<T>(IEngineClock clock, TimeSpan most, Func<CancellationToken, Task<T>> call, CancellationToken stop)
    {
        // The call's own deadline names operation and host, so that it comes first where both are the same.
        using var time = new CancellationTokenSource(most + TimeSpan.FromMilliseconds(500), clock.Timers);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop, time.Token);
        // On a thread of its own: finding credentials may block before the first await.
        var running = clock.Run(() => call(limit.Token));
        try
        {
            return await Waiter.For(running, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not CallException { Fault: not CallFault.Transient } && limit.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            _ = running.ContinueWith(late => late.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default); // seen, so that nobody hears of it later
            throw new CallException(CallFault.Transient, $"no answer within {most.TotalSeconds:0.#} s", e);
        }
    }
}
