// Time: what is built on a clock's few members.
namespace Sluice.Pull.Time;

/// <summary>Delays, background tasks and cancellation by the engine's clock.</summary>
internal static class EngineClockExtensions
{
    /// <summary>Ends after a time, or is cancelled.</summary>
    public static async Task Delay(this IEngineClock clock, TimeSpan time, CancellationToken stop)
    {
        var waiter = new Waiter();
        using var timer = clock.Timers.CreateTimer(static waiter => ((Waiter)waiter!).End(), waiter, time, Timeout.InfiniteTimeSpan);
        await waiter.WaitAsync(stop).ConfigureAwait(false);
    }

    /// <summary>Blocks for a time; true when it was stopped meanwhile.</summary>
    public static bool Sleep(this IEngineClock clock, TimeSpan time, CancellationToken stop)
    {
        return clock.Await(SleepAsync());

        async Task<bool> SleepAsync()
        {
            await clock.Delay(time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return stop.IsCancellationRequested;
        }
    }

    /// <summary>Runs work in the background.</summary>
    public static Task<T> Run<T>(this IEngineClock clock, Func<Task<T>> work)
    {
        var done = new TaskCompletionSource<T>();
        clock.Post(() => _ = RunAsync());
        return done.Task;

        async Task RunAsync()
        {
            try
            {
                done.SetResult(await work().ConfigureAwait(false));
            }
            catch (OperationCanceledException e)
            {
                done.TrySetCanceled(e.CancellationToken);
            }
            catch (Exception e)
            {
                done.TrySetException(e);
            }
        }
    }

    /// <summary>Runs work in the background.</summary>
    public static Task Run(this IEngineClock clock, Func<Task> work) => clock.Run(async () =>
    {
        await work().ConfigureAwait(false);
        return true;
    });

    /// <summary>Cancels in the background; ends when all callbacks have run.</summary>
    public static Task Cancel(this IEngineClock clock, CancellationTokenSource source) => clock.Run(() =>
    {
        source.Cancel();
        return Task.CompletedTask;
    });
}
