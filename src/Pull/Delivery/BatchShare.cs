// Delivery: whose records a batch holds.
using Sluice.Pull.Messages;

namespace Sluice.Pull.Delivery;

/// <summary>The events of one object in one batch.</summary>
/// <param name="Receipt">Its message.</param>
/// <param name="Progress">Its object's progress.</param>
internal sealed record BatchShare(Receipt Receipt, ObjectProgress Progress)
{
    /// <summary>The number of its first event within the object.</summary>
    public long First { get; init; }

    /// <summary>Events of the object in the batch.</summary>
    public int Events { get; set; }

    /// <summary>Of those events, malformed lines.</summary>
    public int Malformed { get; set; }
}
