// Simulation: faults as the seed has them: a rate of any, and times in which one kind of call fails as a rule.
namespace Sluice.Pull.Tests;

/// <summary>Draws the outcome of each call.</summary>
internal sealed class RandomFaults(Simulation simulation) : SimFaults
{
    private static readonly double[] Rates = [0.02, 0.05, 0.15, 0.3];

    private readonly double _rate = Rates[simulation.Random.Next(Rates.Length)];
    private readonly bool _crashes = simulation.Chance(0.3);
    private long _outageUntil;
    private SimCall _outageOf;
    private SimOutcome _outage;

    public override SimOutcome Next(SimCall call, long number)
    {
        var random = simulation.Random;
        if (simulation.Now < _outageUntil)
        {
            if (call == _outageOf && random.Next(10) > 0)
                return _outage;
        }
        else if (random.Next(150) == 0)
        {
            _outageUntil = simulation.Now + random.Next(2_000, 40_000);
            _outageOf = (SimCall)random.Next((int)SimCall.Region);
            _outage = One(_outageOf);
        }
        return simulation.Chance(_rate) ? One(call) : SimOutcome.Answered;
    }

    private SimOutcome One(SimCall call)
    {
        var all = Of(call);
        var outcome = all[simulation.Random.Next(all.Length)];
        return outcome is SimOutcome.CrashBefore or SimOutcome.CrashAfter && !(_crashes && simulation.Chance(0.2)) ? SimOutcome.Throttled : outcome;
    }
}
