// Simulation: one receive of a message.
namespace Sluice.Pull.Tests;

/// <summary>Who has a message, under which handle, and until when.</summary>
internal sealed record SimReceive(SimMessage Message, int Puller, string Handle)
{
    public long HiddenUntil { get; set; }

    /// <summary>The puller has heard of it.</summary>
    public bool Answered { get; set; }
}
