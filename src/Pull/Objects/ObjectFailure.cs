// Objects: why an object was not read to its end.
using Sluice.Pull.Policy;

namespace Sluice.Pull.Objects;

/// <summary>What a reader throws: the outcome, and one line that names object, fault and remedy.</summary>
internal sealed class ObjectFailure(Outcome outcome, string message, Exception? inner = null) : Exception(message, inner)
{
    public Outcome Outcome { get; } = outcome;
}
