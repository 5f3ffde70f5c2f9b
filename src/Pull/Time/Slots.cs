// Time: a limit on how many callers do something at once; they wait without a thread.
namespace Sluice.Pull.Time;

/// <summary>A number of slots, first come, first served. A waiter goes on in the background, not within the release.</summary>
internal sealed class Slots(IEngineClock clock, int free)
{
    private readonly Queue<Waiter> _waiting = new();
    private int _free = free;

    public Task WaitAsync(CancellationToken stop)
    {
        Waiter waiter;
        lock (_waiting)
        {
            if (_free > 0)
            {
                _free--;
                return Task.CompletedTask;
            }
            _waiting.Enqueue(waiter = new Waiter());
        }
        return waiter.WaitAsync(stop);
    }

    public void Release()
    {
        Waiter? next;
        lock (_waiting)
        {
            while (_waiting.TryDequeue(out next) && !next.Claim())
            {
            }
            if (next is null)
                _free++;
        }
        if (next is not null)
            clock.Post(next.SetResult);
    }
}
