// Calls: a message as a receive returns it.
namespace Sluice.Pull.Calls;

/// <summary>A message as received; some servers leave the last two out.</summary>
internal sealed record ReceivedMessage(string Id, string Handle, string Body, int? Receives, DateTimeOffset? SentAt);
