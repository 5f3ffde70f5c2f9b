// Sinks: why a receiver takes nothing any more.
namespace Sluice.Deliver.Sinks;

/// <summary>Nothing can be delivered before a person has changed something; the message is one line without secrets.</summary>
/// <param name="message">What, where, and what to do.</param>
public sealed class SinkException(string message) : Exception(message);
