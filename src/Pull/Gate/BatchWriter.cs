// Gate: collects the records of one reader's objects into batches and seals them.
using Sluice.Core;

namespace Sluice.Pull;

/// <summary>The batch that one reader fills; belongs to that reader's thread.</summary>
internal sealed class BatchWriter(BatchPool pool, Handoff<SealedBatch> gate, Action<SealedBatch, bool> whenReleased, int batchSize)
{
    private Batch? _batch;
    private List<Receipt> _receipts = [];
    private long _openedAt;

    /// <summary>Bytes at which the batch is full.</summary>
    public int BatchSize => batchSize;

    /// <summary>Whether something waits for company.</summary>
    public bool HasRecords => _batch is { Length: > 0 };

    /// <summary>How long the first record of the open batch has waited.</summary>
    public TimeSpan Age => HasRecords ? TimeSpan.FromMilliseconds(Environment.TickCount64 - _openedAt) : TimeSpan.Zero;

    /// <summary>
    /// A batch with room, in which <paramref name="receipt"/> will be counted; null when the engine has ended.
    /// Call <see cref="Wrote"/> after writing.
    /// </summary>
    public Batch? Open()
    {
        if (_batch is { } open && open.Length >= batchSize)
            Seal();
        return _batch ??= pool.Rent();
    }

    /// <summary>Notes that records of <paramref name="receipt"/> may be in the open batch.</summary>
    public void Wrote(Receipt receipt)
    {
        if (_batch is not { Length: > 0 })
            return;
        if (_receipts.Count == 0)
            _openedAt = Environment.TickCount64;
        if (_receipts.Count == 0 || _receipts[^1] != receipt)
        {
            receipt.Hold();
            _receipts.Add(receipt);
        }
        if (_batch.Length >= batchSize)
            Seal();
    }

    /// <summary>Hands the open batch over, if it holds anything.</summary>
    public void Seal()
    {
        if (_batch is not { Length: > 0 } batch)
            return;
        var full = new SealedBatch(batch, _receipts, whenReleased, pool.Return);
        _batch = null;
        _receipts = [];
        if (!gate.TryPut(full))
            full.Release(delivered: false);
    }

    /// <summary>Seals, and gives an empty batch back.</summary>
    public void Close()
    {
        Seal();
        if (_batch is { } empty)
            pool.Return(empty);
        _batch = null;
    }
}
