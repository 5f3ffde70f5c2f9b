// Simulation: a thread of the machine's, which runs one simulated thread after the other.
using System.Collections.Concurrent;

namespace Sluice.Pull.Tests;

#pragma warning disable CA1001 // lives as long as its thread, which never ends
/// <summary>Runs while the simulation waits, and waits while the simulation runs.</summary>
internal sealed class SimWorker
#pragma warning restore CA1001
{
    private static readonly ConcurrentBag<SimWorker> Idle = [];

    private readonly SemaphoreSlim _go = new(0), _back = new(0);
    private Action? _work;

    private SimWorker() => new Thread(Loop, 512 << 10) { IsBackground = true, Name = "simulated" }.Start();

    public static SimWorker Take(Action work)
    {
        if (!Idle.TryTake(out var worker))
            worker = new SimWorker();
        worker._work = work;
        return worker;
    }

    public void GiveBack() => Idle.Add(this);

    public void Resume()
    {
        _go.Release();
        _back.Wait();
    }

    public void Park()
    {
        _back.Release();
        _go.Wait();
    }

    private void Loop()
    {
        while (true)
        {
            _go.Wait();
            _work!();
            _back.Release();
        }
    }
}
