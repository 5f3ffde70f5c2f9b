// Time: a wait that can be cancelled. The runtime's own waits would go on in the thread pool when they are cancelled, and
// not where their cancellation runs.
namespace Sluice.Pull.Time;

/// <summary>Ends once: the first to claim it decides how.</summary>
internal sealed class Waiter : TaskCompletionSource
{
    private int _claimed;

    /// <summary>True for the first caller.</summary>
    public bool Claim() => Interlocked.Exchange(ref _claimed, 1) == 0;

    /// <summary>Waits for a task and passes on its fault; is cancelled when <paramref name="stop"/> comes first.</summary>
    public static async Task<T> For<T>(Task<T> task, CancellationToken stop)
    {
        if (!task.IsCompleted)
        {
            var waiter = new Waiter();
            task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(waiter.End);
            await waiter.WaitAsync(stop).ConfigureAwait(false);
        }
        return await task.ConfigureAwait(false);
    }

    /// <summary>Ends the wait.</summary>
    public void End()
    {
        if (Claim())
            SetResult();
    }

    /// <summary>Waits until it is set; is cancelled when <paramref name="stop"/> comes first.</summary>
    public async Task WaitAsync(CancellationToken stop)
    {
        using (stop.UnsafeRegister(static (state, token) =>
        {
            var waiter = (Waiter)state!;
            if (waiter.Claim())
                waiter.SetCanceled(token);
        }, this))
            await Task.ConfigureAwait(false);
    }
}
