// Calls: what a queue says about itself.
namespace Sluice.Pull.Calls;

/// <summary>The depth of a queue, its redrive limit and its ARN.</summary>
internal sealed record QueueState(long Waiting, long InFlight, int? MaxReceiveCount, string? Arn);
