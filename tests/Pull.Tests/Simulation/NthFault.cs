// Simulation: the Nth call fails, and no other.
namespace Sluice.Pull.Tests;

/// <summary>One fault.</summary>
internal sealed class NthFault(long nth, SimOutcome outcome) : SimFaults
{
    /// <summary>There was an Nth call.</summary>
    public bool Reached { get; private set; }

    public override SimOutcome Next(SimCall call, long number)
    {
        if (number != nth)
            return SimOutcome.Answered;
        Reached = true;
        return Of(call).Contains(outcome) ? outcome : SimOutcome.Answered;
    }
}
