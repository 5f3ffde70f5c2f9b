// Diagnostics: one message of a queue, as a person wants to see it.
using Sluice.Core.VpcFlow;

namespace Sluice.Pull.Diagnostics;

/// <summary>One message of a queue.</summary>
/// <param name="MessageId">Its id.</param>
/// <param name="Shape">What its body was recognised as.</param>
/// <param name="Receives">How often it was received, this time included.</param>
/// <param name="Age">How long it has waited, where the server says it.</param>
/// <param name="Objects">The objects it names, as <c>s3://bucket/key</c>.</param>
/// <param name="Fault">Why the body was not recognised; null when it was.</param>
public sealed record PeekedMessage(string MessageId, string Shape, int? Receives, TimeSpan? Age, IReadOnlyList<string> Objects, string? Fault);
