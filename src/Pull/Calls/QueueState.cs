// Calls: what a queue says of itself.
namespace Sluice.Pull.Calls;

/// <summary>The depth of a queue and what its redrive policy is.</summary>
internal sealed record QueueState(long Waiting, long InFlight, int? MaxReceiveCount, string? Arn);
