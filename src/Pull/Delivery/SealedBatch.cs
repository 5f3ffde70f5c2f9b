// Delivery: a batch on its way to the host, with the receipts that wait for it.
using Sluice.Core.Records;

namespace Sluice.Pull.Delivery;

/// <summary>Records of one or more objects, complete. The consumer must release it, on any thread, once.</summary>
public sealed class SealedBatch
{
    private readonly Action<SealedBatch, bool> _whenReleased;
    private readonly Action<Batch> _returnMemory;
    private int _released;
    private int _returned;

    internal SealedBatch(Batch batch, IReadOnlyList<BatchShare> shares, Action<SealedBatch, bool> whenReleased, Action<Batch> returnMemory)
    {
        Batch = batch;
        Records = batch.Records;
        Length = batch.Length;
        Shares = shares;
        Malformed = shares.Sum(share => share.Malformed);
        _whenReleased = whenReleased;
        _returnMemory = returnMemory;
    }

    /// <summary>The encoded records; valid until the release, or until <see cref="ReturnMemory"/>.</summary>
    public Batch Batch { get; }

    /// <summary>Events in the batch: records, and malformed lines that are kept.</summary>
    public int Records { get; }

    /// <summary>Of the events, malformed lines that are kept.</summary>
    public int Malformed { get; }

    /// <summary>Bytes in the batch.</summary>
    public int Length { get; }

    /// <summary>The consumer has taken it.</summary>
    internal bool Taken { get; set; }

    internal IReadOnlyList<BatchShare> Shares { get; }

    /// <summary>Someone else may have a message of it by now: its records must not go out a second time.</summary>
    internal bool IsLost => Shares.Any(share => share.Receipt.IsLost);

    /// <summary>How many messages come again if none of these batches is delivered, and with how many events at most.</summary>
    public static (int Messages, long Events) Repeating(IReadOnlyCollection<SealedBatch> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        var receipts = batches.SelectMany(batch => batch.Shares).Select(share => share.Receipt).ToHashSet();
        // A message comes again whole: with what was delivered of it before, too.
        return (receipts.Count, batches.Sum(batch => (long)batch.Records) + receipts.Sum(receipt => receipt.Progress.Sum(item => item.Delivered)));
    }

    /// <summary>
    /// Gives the batch back. Delivered: its records are safe with the host, and a message whose last batch this
    /// was is deleted. Not delivered: its messages stay in the queue and come again.
    /// </summary>
    public void Release(bool delivered = true)
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            _whenReleased(this, delivered);
            ReturnMemory();
        }
    }

    /// <summary>
    /// Call it once the records are copied: their memory is used again, while the messages wait for the release.
    /// </summary>
    public void ReturnMemory()
    {
        if (Interlocked.Exchange(ref _returned, 1) == 0)
            _returnMemory(Batch);
    }
}
