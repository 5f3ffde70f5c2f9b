// Output: standard output cannot be written.
namespace Sluice.Cli.Output;

/// <summary>Ends the run, unlike a fault of one input, after which the next one is read.</summary>
internal sealed class OutputException(string message) : IOException(message);
