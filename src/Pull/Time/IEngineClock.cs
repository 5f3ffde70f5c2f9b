// Time: everything that makes one run of the engine unlike the next: its clock, its waits, and what runs when.
namespace Sluice.Pull.Time;

/// <summary>
/// The engine's time. All of its waits, timers and background work go through here, so that a test can run it in virtual
/// time and in an order that a seed decides.
/// </summary>
internal interface IEngineClock
{
    /// <summary>The time of day, and the timers that delays and deadlines are made with.</summary>
    TimeProvider Timers { get; }

    /// <summary>Milliseconds since some moment; they never go back.</summary>
    long Now();

    /// <summary>A number from 0 to 1 that spreads waits.</summary>
    double Jitter();

    /// <summary>Runs something soon, and not within this call. It must neither throw nor block.</summary>
    void Post(Action work);

    /// <summary>Runs something that may block, on a thread of its own. It must not throw.</summary>
    void Start(string name, Action work);

    /// <summary>Blocks until a task has ended; returns its result or throws its fault.</summary>
    T Await<T>(Task<T> task);

    /// <summary>As <see cref="Monitor.Wait(object, int)"/>: leaves a lock until it is pulsed, or a time is over (-1: never).</summary>
    bool Wait(object locked, int milliseconds = Timeout.Infinite);

    /// <summary>Wakes one waiter on a lock that the caller holds.</summary>
    void Pulse(object locked);

    /// <summary>Wakes all waiters on a lock that the caller holds.</summary>
    void PulseAll(object locked);
}
