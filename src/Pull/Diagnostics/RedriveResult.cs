// Diagnostics: what became of dead letters.
namespace Sluice.Pull.Diagnostics;

/// <summary>How moving ended.</summary>
/// <param name="Found">Messages that were looked at.</param>
/// <param name="Moved">Of these, in their queue and no longer among the dead letters.</param>
/// <param name="InBoth">Copied, but not deleted from the dead-letter queue: they exist twice.</param>
/// <param name="NotGivenBack">Of those not moved, how many stay hidden for a while, because giving back failed.</param>
/// <param name="Left">About how many are in the dead-letter queue now; null when it could not be asked.</param>
/// <param name="Fault">Why not all were moved, one line; null when nothing failed.</param>
public sealed record RedriveResult(int Found, int Moved, int InBoth, int NotGivenBack, long? Left, string? Fault);
