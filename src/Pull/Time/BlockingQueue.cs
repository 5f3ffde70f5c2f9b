// Time: a queue whose takers wait on a thread.
namespace Sluice.Pull.Time;

/// <summary>
/// First in, first out, and without a bound of its own: takers wait, givers do not. A channel would do the same, but its
/// continuations run where the runtime likes, and not on the engine's clock.
/// </summary>
internal sealed class BlockingQueue<T>(IEngineClock clock)
{
    private readonly Queue<T> _items = new();
    private bool _closed;

    public int Count
    {
        get
        {
            lock (_items)
                return _items.Count;
        }
    }

    /// <summary>Closed and empty: nothing will ever come out again.</summary>
    public bool Ended
    {
        get
        {
            lock (_items)
                return _closed && _items.Count == 0;
        }
    }

    /// <summary>False when the queue is closed: the caller keeps the item then.</summary>
    public bool TryPut(T item)
    {
        lock (_items)
        {
            if (_closed)
                return false;
            _items.Enqueue(item);
            clock.Pulse(_items);
            return true;
        }
    }

    /// <summary>Waits up to <paramref name="timeoutMs"/> (-1: for ever); false on timeout or at the end.</summary>
    public bool TryTake(out T item, int timeoutMs)
    {
        long deadline = timeoutMs < 0 ? long.MaxValue : clock.Now() + timeoutMs;
        lock (_items)
        {
            while (_items.Count == 0)
            {
                long left = deadline == long.MaxValue ? Timeout.Infinite : deadline - clock.Now();
                if (_closed || left == 0 || (left < 0 && deadline != long.MaxValue) || !clock.Wait(_items, (int)left))
                {
                    if (_items.Count > 0)
                        break;
                    item = default!;
                    return false;
                }
            }
            item = _items.Dequeue();
            return true;
        }
    }

    /// <summary>Takes everything that waits.</summary>
    public List<T> TakeAll()
    {
        lock (_items)
        {
            var all = new List<T>(_items);
            _items.Clear();
            return all;
        }
    }

    /// <summary>No more puts; takers get what is left and then false.</summary>
    public void Close()
    {
        lock (_items)
        {
            _closed = true;
            clock.PulseAll(_items);
        }
    }
}
