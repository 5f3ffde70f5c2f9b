// Inflate: the error of an object in a format that is not read.
namespace Sluice.Core.Inflate;

/// <summary>Nothing of the object was read: it is not flow-log text, gzip or Parquet.</summary>
/// <param name="message">What it is and what to do; the object's name goes before it ("is zstd-compressed …").</param>
public sealed class UnreadableFormatException(string message) : IOException(message);
