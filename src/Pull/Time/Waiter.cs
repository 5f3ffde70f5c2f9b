// Time: one who waits for a turn or for work, and may be told to stop waiting.
namespace Sluice.Pull;

/// <summary>Ends once: who claims it decides how.</summary>
internal sealed class Waiter : TaskCompletionSource
{
    private int _claimed;

    /// <summary>True for the first who asks.</summary>
    public bool Claim() => Interlocked.Exchange(ref _claimed, 1) == 0;

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
