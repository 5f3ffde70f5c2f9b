// Diagnostics: what would be moved out of a dead-letter queue, for a person to decide.
namespace Sluice.Pull.Diagnostics;

/// <summary>The dead letters that were found, and where they would go.</summary>
/// <param name="Messages">In the order in which they came.</param>
/// <param name="Destinations">The URL of each queue, and how many go there.</param>
public sealed record RedrivePlan(IReadOnlyList<PeekedMessage> Messages, IReadOnlyList<KeyValuePair<string, int>> Destinations);
