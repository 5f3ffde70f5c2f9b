// Simulation: which calls fail, and how.
namespace Sluice.Pull.Tests;

/// <summary>The network and the servers answer, and nothing fails.</summary>
internal class SimFaults
{
    private static readonly SimOutcome[] Any =
    [
        SimOutcome.Slow, SimOutcome.Throttled, SimOutcome.Denied, SimOutcome.Credentials, SimOutcome.NoCredentials, SimOutcome.Rejected,
        SimOutcome.Hangs, SimOutcome.Lost, SimOutcome.HangsAfter, SimOutcome.CrashBefore, SimOutcome.CrashAfter,
    ];

    private static readonly SimOutcome[] OfBatch = [.. Any, SimOutcome.Partial, SimOutcome.Unmentioned];

    private static readonly SimOutcome[] OfObject =
    [
        .. Any, SimOutcome.KmsDenied, SimOutcome.NoBucket, SimOutcome.Missing, SimOutcome.CutBody, SimOutcome.ShortBody, SimOutcome.HungBody,
    ];

    /// <summary>What may become of a kind of call.</summary>
    public static SimOutcome[] Of(SimCall call) => call switch
    {
        SimCall.Delete or SimCall.Hide => OfBatch,
        SimCall.Open => OfObject,
        _ => Any,
    };

    public virtual SimOutcome Next(SimCall call, long number) => SimOutcome.Answered;
}
