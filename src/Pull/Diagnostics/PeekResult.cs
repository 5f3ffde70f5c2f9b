// Diagnostics: what a look into a queue found, and what it cost.
namespace Sluice.Pull.Diagnostics;

/// <summary>The messages that were looked at.</summary>
/// <param name="Messages">In the order in which they came.</param>
/// <param name="NotGivenBack">How many of them stay hidden for a while, because giving back failed.</param>
/// <param name="MaxReceives">After how many receives a message moves to the dead-letter queue; null without such a policy, or when asking is denied.</param>
/// <param name="Stopped">Why no more were looked at; null when there were no more.</param>
public sealed record PeekResult(IReadOnlyList<PeekedMessage> Messages, int NotGivenBack, int? MaxReceives, string? Stopped);
