// Input: a sealed batch that the host takes in runs.
using Sluice.Pull.Delivery;

namespace Sluice.Plugin.Input;

/// <summary>Counts the runs of one batch; used under the lock of its <see cref="PullInput"/>.</summary>
internal sealed class HeldBatch(SealedBatch sealedBatch)
{
    private readonly int _length = sealedBatch.Batch.Length;
    private int _unreleased;
    private int _uncopied;

    public SealedBatch Sealed { get; } = sealedBatch;

    /// <summary>Bytes already handed out.</summary>
    public int Position { get; set; }

    /// <summary>No further run will be cut from it.</summary>
    public bool IsHandedOut => Position >= _length;

    /// <summary>Every run that ended so far was delivered.</summary>
    public bool IsDelivered { get; private set; } = true;

    public void HandOut()
    {
        _unreleased++;
        _uncopied++;
    }

    /// <summary>The host has copied a run; true when it has copied all of them.</summary>
    public bool Copied() => --_uncopied == 0 && IsHandedOut;

    /// <summary>The host has ended a run; true when it has ended all of them.</summary>
    public bool Released(bool delivered)
    {
        IsDelivered &= delivered;
        return --_unreleased == 0 && IsHandedOut;
    }
}
