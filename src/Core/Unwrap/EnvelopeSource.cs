// Unwrap: where CloudWatch kept a line.
using Sluice.Core.Text;

namespace Sluice.Core.Unwrap;

/// <summary>What an envelope says of its lines; a value that it lacks is empty.</summary>
/// <param name="Account">The account that owns the log group, of digits only.</param>
/// <param name="LogGroup">The log group.</param>
/// <param name="LogStream">The log stream.</param>
internal readonly record struct EnvelopeSource(Slice Account, Slice LogGroup, Slice LogStream)
{
    public bool IsKnown => Account.IsPresent || LogGroup.IsPresent || LogStream.IsPresent;
}
