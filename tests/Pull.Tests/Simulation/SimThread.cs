// Simulation: a thread that may block, as a coroutine: it runs while the simulation waits, and the other way round.
namespace Sluice.Pull.Tests;

/// <summary>Borrows a thread of the machine's; of all of a simulation only one runs at a time.</summary>
internal sealed class SimThread(Simulation simulation, Action body)
{
    [ThreadStatic]
    private static SimThread? _current;

    private SimWorker? _worker;
    private Exception? _fault;
    private bool _killed;

    public static SimThread Current => _current ?? throw new InvalidOperationException("only a simulated thread may block");

    public bool Ended { get; private set; }

    /// <summary>Runs it until it blocks or ends; called by the simulation.</summary>
    public void Resume()
    {
        var worker = _worker ??= SimWorker.Take(Run);
        worker.Resume();
        if (!Ended)
            return;
        worker.GiveBack();
        if (_fault is not null)
            throw _fault is SimViolation ? _fault : new SimViolation($"a thread ended with {_fault}");
    }

    /// <summary>Blocks until the next <see cref="Resume"/>; called by the thread itself.</summary>
    public void Park()
    {
        ThrowIfKilled();
        _worker!.Park();
        ThrowIfKilled();
    }

    public void ThrowIfKilled()
    {
        if (_killed)
            throw new SimEnded();
    }

    /// <summary>Unwinds it.</summary>
    public void Kill()
    {
        _killed = true;
        if (_worker is null)
            Ended = true;
        else
            Resume();
    }

    private void Run()
    {
        _current = this;
        simulation.Enter();
        try
        {
            body();
        }
        catch (SimEnded)
        {
        }
        catch (Exception e)
        {
            _fault = e;
        }
        Ended = true;
    }
}
