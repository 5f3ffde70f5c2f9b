// Diagnostics: why a queue was not looked into.
namespace Sluice.Pull.Diagnostics;

/// <summary>The queue cannot be looked into, or must not be; one line for a person.</summary>
/// <param name="message">What is wrong and what to do.</param>
public sealed class PeekException(string message) : Exception(message);
