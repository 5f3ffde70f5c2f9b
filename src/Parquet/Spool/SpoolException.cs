// Spool: the error of a temporary file that cannot be written. The object itself may be fine.
namespace Sluice.Parquet.Spool;

/// <summary>The folder of temporary files is missing, full or not writable; the message names it and what to do.</summary>
public sealed class SpoolException(string message, Exception inner) : IOException(message, inner);
