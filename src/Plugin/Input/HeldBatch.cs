// Input: a sealed batch that the host takes in runs.
using Sluice.Pull;

namespace Sluice.Plugin.Input;

/// <summary>Counts the runs of one batch; used under the lock of its <see cref="PullInput"/>.</summary>
internal sealed class HeldBatch(SealedBatch sealedBatch)
{
    private int _unreleased;
    private int _uncopied;
    private bool _delivered = true;

    public SealedBatch Sealed { get; } = sealedBatch;

    /// <summary>Bytes already handed out.</summary>
    public int Position { get; set; }

    public bool IsHandedOut => Position >= Sealed.Batch.Length;

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
        _delivered &= delivered;
        return --_unreleased == 0 && IsHandedOut;
    }

    /// <summary>Whether every run so far was delivered.</summary>
    public bool IsDelivered => _delivered;

    /// <summary>Nothing of it is with the host.</summary>
    public bool IsIdle => _unreleased == 0;
}
