// Inflate: the error of bytes that cannot be read to their end.
namespace Sluice.Core.Inflate;

/// <summary>A truncated or corrupt object. Bytes before the fault are good and have been handed out.</summary>
/// <param name="message">What is wrong, for a person.</param>
/// <param name="offset">Where the fault was met, in bytes of the object as stored (compressed).</param>
public sealed class CorruptInputException(string message, long offset) : IOException(message)
{
    /// <summary>Where the fault was met, in bytes of the object as stored (compressed).</summary>
    public long Offset { get; } = offset;
}
