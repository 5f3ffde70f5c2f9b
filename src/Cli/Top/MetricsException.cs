// Top: metrics that could not be read.
namespace Sluice.Cli.Top;

/// <summary>One line for a person.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="final">Whether asking again would not help.</param>
internal sealed class MetricsException(string message, bool final) : Exception(message)
{
    public bool IsFinal => final;
}
