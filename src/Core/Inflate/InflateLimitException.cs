// Inflate: the error of an object that inflates to more than it may.
namespace Sluice.Core.Inflate;

/// <summary>A limit of <see cref="InflateLimits"/> was passed.</summary>
/// <param name="message">Which limit, for a person; the object's name goes before it.</param>
public sealed class InflateLimitException(string message) : IOException(message);
