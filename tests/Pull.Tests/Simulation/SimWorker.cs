// Simulation: a thread of the machine's, which runs one simulated thread after the other.
using System.Collections.Concurrent;

namespace Sluice.Pull.Tests;

/// <summary>Runs while the simulation waits, and waits while the simulation runs.</summary>
internal sealed class SimWorker
{
    private static readonly ConcurrentBag<SimWorker> Idle = [];

    private readonly object _turn = new();
    private Action? _work;
    private bool _runs;

    private SimWorker() => new Thread(Loop, 512 << 10) { IsBackground = true, Name = "simulated" }.Start();

    public static SimWorker Take(Action work)
    {
        if (!Idle.TryTake(out var worker))
            worker = new SimWorker();
        worker._work = work;
        return worker;
    }

    public void GiveBack() => Idle.Add(this);

    /// <summary>Runs it until it parks, or its work is done.</summary>
    public void Resume() => HandOver(runs: true);

    /// <summary>Lets the simulation run until it resumes this.</summary>
    public void Park() => HandOver(runs: false);

    private void HandOver(bool runs)
    {
        lock (_turn)
        {
            _runs = runs;
            Monitor.Pulse(_turn);
            while (_runs == runs)
                Monitor.Wait(_turn);
        }
    }

    private void Loop()
    {
        lock (_turn)
        {
            while (!_runs)
                Monitor.Wait(_turn);
        }
        while (true)
        {
            _work!();
            Park();
        }
    }
}
