// Output: the reader of standard output is gone.
namespace Sluice.Cli.Output;

/// <summary>Ends a command quietly, as when piped into <c>head</c>.</summary>
internal sealed class ClosedPipeException() : Exception("standard output is closed");
