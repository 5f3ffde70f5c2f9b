// Policy: what is done with a message in the end.
namespace Sluice.Pull.Policy;

/// <summary>The end of a message in this process.</summary>
internal enum Fate
{
    /// <summary>Deleted from the queue.</summary>
    Delete,

    /// <summary>Stays in the queue and comes back after a back-off, or moves on by the redrive policy.</summary>
    Keep,

    /// <summary>Given back at once (visibility 0).</summary>
    Release,

    /// <summary>Nothing more can be done with this receipt.</summary>
    Forget,
}
