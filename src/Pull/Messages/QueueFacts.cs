// Messages: what the queue says about itself, where asking is allowed.
using Sluice.Pull.Calls;

namespace Sluice.Pull.Messages;

/// <summary>The queue's attributes, from the newest answer.</summary>
internal sealed class QueueFacts
{
    private volatile QueueState? _state;

    /// <summary>The queue was asked and answered.</summary>
    public bool IsKnown => _state is not null;

    /// <summary>Receives after which a message moves to the dead-letter queue; null when that is unknown or never.</summary>
    public int? MaxReceiveCount => _state?.MaxReceiveCount;

    public void Learn(QueueState state) => _state = state;
}
