// Delivery: the bound on memory. Batches that are being filled, wait in the gate or are with the host all come
// from one fixed number; when all are out, readers wait, and that is the back-pressure.
using Sluice.Core.Records;
using Sluice.Pull.Counters;
using Sluice.Pull.Time;

namespace Sluice.Pull.Delivery;

/// <summary>A fixed number of reusable batches.</summary>
internal sealed class BatchPool : IDisposable
{
    private readonly Stack<Batch> _free = new();
    private readonly IEngineClock _clock;
    private readonly PullCounter _inUse;
    private readonly int _capacity;
    private int _unborn;
    private bool _closed;

    public BatchPool(int count, int batchSize, PullCounter inUse, IEngineClock clock)
    {
        _clock = clock;
        _unborn = count;
        // A batch is sealed by the record that takes it past its size, and ECS makes records longer:
        // there is room for that record, so that the usual batch never grows.
        _capacity = batchSize + Math.Min(batchSize / 4, 64 << 10) + 4096;
        _inUse = inUse;
    }

    /// <summary>Waits for a free batch; null when the pool was closed meanwhile.</summary>
    public Batch? Rent()
    {
        lock (_free)
        {
            while (_free.Count == 0 && _unborn == 0 && !_closed)
                _clock.Wait(_free);
            if (_closed)
                return null;
            Batch batch;
            if (_free.Count > 0)
                batch = _free.Pop();
            else
            {
                _unborn--;
                batch = new Batch(_capacity);
            }
            _inUse.Add(_capacity);
            return batch;
        }
    }

    public void Return(Batch batch)
    {
        batch.Clear();
        batch.Shrink(_capacity);
        lock (_free)
        {
            _inUse.Add(-_capacity);
            if (_closed)
                batch.Dispose();
            else
                _free.Push(batch);
            _clock.Pulse(_free);
        }
    }

    /// <summary>Disposes free batches and wakes all that wait; batches still out are disposed on return.</summary>
    public void Dispose()
    {
        lock (_free)
        {
            _closed = true;
            while (_free.TryPop(out var batch))
                batch.Dispose();
            _clock.PulseAll(_free);
        }
    }
}
