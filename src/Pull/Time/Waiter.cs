// Time: one who waits, and may be told to stop waiting. The runtime's own would go on in the thread pool when they are
// cancelled, and not where their cancellation runs.
namespace Sluice.Pull.Time;

/// <summary>Ends once: who claims it decides how.</summary>
internal sealed class Waiter : TaskCompletionSource
{
    private int _claimed;

    /// <summary>True for the first who asks.</summary>
    public bool Claim() => Interlocked.Exchange(ref _claimed, 1) == 0;

    /// <summary>Waits for a task, whose fault is its own; as cancelled when <paramref name="stop"/> comes first.</summary>
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

    /// <summary>It waits no longer.</summary>
    public void End()
    {
        if (Claim())
            SetResult();
    }

    /// <summary>Waits until it is set; as cancelled when <paramref name="stop"/> comes first.</summary>
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
