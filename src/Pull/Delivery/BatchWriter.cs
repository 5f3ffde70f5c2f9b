// Delivery: collects the records of one reader's objects into batches and seals them.
using Sluice.Core.Records;
using Sluice.Pull.Messages;
using Sluice.Pull.Time;

namespace Sluice.Pull.Delivery;

/// <summary>The batch that one reader fills; belongs to that reader's thread.</summary>
internal sealed class BatchWriter(BatchPool pool, BlockingQueue<SealedBatch> gate, Action<SealedBatch, bool> whenReleased, int batchSize, IEngineClock clock)
{
    private Batch? _batch;
    private List<BatchShare> _shares = [];
    private int _attributed, _attributedLength;
    private long _openedAt;

    /// <summary>Bytes at which the batch is full.</summary>
    public int BatchSize => batchSize;

    /// <summary>Whether the open batch holds records that wait for more.</summary>
    public bool HasRecords => _batch is { Length: > 0 };

    /// <summary>How long the first record of the open batch has waited.</summary>
    public TimeSpan Age => HasRecords ? TimeSpan.FromMilliseconds(clock.Now() - _openedAt) : TimeSpan.Zero;

    /// <summary>
    /// A batch with room, in which an object's events will be counted; null when the engine has ended.
    /// Call <see cref="Wrote"/> after writing.
    /// </summary>
    public Batch? Open()
    {
        if (_batch is { } open && open.Length >= batchSize)
            Seal();
        return _batch ??= pool.Rent();
    }

    /// <summary>Attributes what is new in the open batch to an object; <paramref name="malformed"/> of the new events are malformed lines.</summary>
    public void Wrote(Receipt receipt, ObjectProgress progress, int malformed)
    {
        if (_batch is not { } batch || batch.Records == _attributed)
            return;
        if (_shares.Count == 0)
            _openedAt = clock.Now();
        int events = batch.Records - _attributed;
        (_attributed, _attributedLength) = (batch.Records, batch.Length);
        long first = progress.Hand(events);
        if (_shares.Count == 0 || _shares[^1].Progress != progress)
        {
            receipt.Hold();
            _shares.Add(new BatchShare(receipt, progress) { First = first });
        }
        _shares[^1].Events += events;
        _shares[^1].Malformed += malformed;
        if (batch.Length >= batchSize)
            Seal();
    }

    /// <summary>Hands the open batch over, if it holds anything.</summary>
    public void Seal()
    {
        if (_batch is not { Length: > 0 } batch)
            return;
        // Sealing may happen between two reads of an object, and everything written is attributed by then.
        System.Diagnostics.Debug.Assert(batch.Records == _attributed, "records of nobody");
        var full = new SealedBatch(batch, _shares, whenReleased, pool.Return);
        _batch = null;
        _shares = [];
        _attributed = _attributedLength = 0;
        if (!gate.TryPut(full))
            full.Release(delivered: false);
    }

    /// <summary>Removes what is not attributed to an object yet: its reader failed in the middle of writing.</summary>
    public void Discard()
    {
        if (_batch is { } batch)
            batch.Remove(_attributedLength, batch.Length - _attributedLength, batch.Records - _attributed);
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
