// Gate: a batch on its way to the host, with the receipts that wait for it.
using Sluice.Core;

namespace Sluice.Pull;

/// <summary>Records of one or more objects, complete. The consumer must release it, on any thread, once.</summary>
public sealed class SealedBatch
{
    private readonly Action<SealedBatch, bool> _whenReleased;
    private int _released;

    internal SealedBatch(Batch batch, IReadOnlyList<Receipt> receipts, Action<SealedBatch, bool> whenReleased)
    {
        Batch = batch;
        Receipts = receipts;
        _whenReleased = whenReleased;
    }

    /// <summary>The encoded records; valid until the release.</summary>
    public Batch Batch { get; }

    internal IReadOnlyList<Receipt> Receipts { get; }

    /// <summary>
    /// Gives the batch back. Delivered: its records are safe with the host, and a message of which this was
    /// the last batch is deleted. Not delivered: its messages stay in the queue and come again.
    /// </summary>
    public void Release(bool delivered = true)
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
            _whenReleased(this, delivered);
    }
}
