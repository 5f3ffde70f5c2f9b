// Inflate: the error of an object that inflates to more than it may.
namespace Sluice.Core.Inflate;

/// <summary>A limit of <see cref="InflateLimits"/> was passed.</summary>
/// <param name="message">Which one, for a person; the object's name is the sentence's beginning.</param>
public sealed class InflateLimitException(string message) : IOException(message);
