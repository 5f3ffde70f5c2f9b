// Time: waits between tries, 0.5 s doubling to 30 s, with jitter so that many shippers do not return together.
namespace Sluice.Pull.Time;

/// <summary>The waits of one repeated call; not shared between threads.</summary>
internal sealed class Backoff(IEngineClock clock)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Failures in a row.</summary>
    public int Failures { get; private set; }

    /// <summary>Counts a failure; returns the wait: half to all of the step, at least 0.5 s.</summary>
    public TimeSpan Next()
    {
        double step = Math.Min(First.TotalSeconds * Math.Pow(2, Math.Min(Failures, 16)), Longest.TotalSeconds);
        Failures++;
        double wait = step * (0.5 + clock.Jitter() / 2);
        return TimeSpan.FromSeconds(Math.Max(wait, First.TotalSeconds));
    }

    /// <summary>Forgets the failures after a success.</summary>
    public void Reset() => Failures = 0;
}
