// Time: a queue whose only taker waits without a thread.
namespace Sluice.Pull.Time;

/// <summary>First in, first out; any number of givers, one taker.</summary>
internal sealed class AsyncQueue<T>(IEngineClock clock)
{
    private readonly Queue<T> _items = new();
    private Waiter? _waiter;
    private bool _closed;

    public int Count
    {
        get
        {
            lock (_items)
                return _items.Count;
        }
    }

    /// <summary>Adds an item; does nothing once the queue is closed.</summary>
    public void Put(T item)
    {
        lock (_items)
        {
            if (_closed)
                return;
            _items.Enqueue(item);
        }
        Wake();
    }

    /// <summary>No more will come.</summary>
    public void Close()
    {
        lock (_items)
            _closed = true;
        Wake();
    }

    public bool TryTake(out T item)
    {
        lock (_items)
            return _items.TryDequeue(out item!);
    }

    /// <summary>Waits until there is something to take; false when there never will be.</summary>
    public async Task<bool> WaitAsync(CancellationToken stop)
    {
        while (true)
        {
            Waiter waiter;
            lock (_items)
            {
                if (_items.Count > 0)
                    return true;
                if (_closed)
                    return false;
                waiter = _waiter = new Waiter();
            }
            await waiter.WaitAsync(stop).ConfigureAwait(false);
        }
    }

    private void Wake()
    {
        Waiter? waiter;
        lock (_items)
            (waiter, _waiter) = (_waiter, null);
        if (waiter is not null)
            clock.Post(waiter.End);
    }
}
