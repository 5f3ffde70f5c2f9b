// Spool: the temporary file of an object cannot be written. The object is not to blame.
namespace Sluice.Parquet.Spool;

/// <summary>The folder of temporary files is missing, full or closed to us; the message names it and what to do.</summary>
public sealed class SpoolException(string message, Exception inner) : IOException(message, inner);
