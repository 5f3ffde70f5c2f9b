// Simulation: the clock of one process, which dies with it.
namespace Sluice.Pull.Tests;

/// <summary>Everything that an engine waits for or begins, in virtual time.</summary>
internal sealed class SimClock : IEngineClock
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private readonly Simulation _simulation;
    private readonly List<SimThread> _threads = [];
    private readonly Dictionary<object, List<Blocked>> _blocked = new(ReferenceEqualityComparer.Instance);

    public SimClock(Simulation simulation)
    {
        _simulation = simulation;
        Timers = new Provider(this);
    }

    /// <summary>The process has not crashed.</summary>
    public bool Alive { get; private set; } = true;

    public TimeProvider Timers { get; }

    public long Now() => _simulation.Now;

    public double Jitter() => _simulation.Random.NextDouble();

    public void Post(Action work)
    {
        if (Alive)
            _simulation.Post(this, work);
    }

    public void Start(string name, Action work)
    {
        var thread = new SimThread(_simulation, work);
        _threads.Add(thread);
        Post(thread.Resume);
    }

    public T Await<T>(Task<T> task)
    {
        var thread = SimThread.Current;
        thread.ThrowIfKilled();
        if (!task.IsCompleted)
        {
            task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => Post(thread.Resume));
            thread.Park();
        }
        return task.GetAwaiter().GetResult();
    }

    public bool Wait(object locked, int milliseconds = Timeout.Infinite)
    {
        var blocked = new Blocked(SimThread.Current);
        blocked.Thread.ThrowIfKilled();
        if (!_blocked.TryGetValue(locked, out var waiting))
            _blocked.Add(locked, waiting = []);
        waiting.Add(blocked);
        if (milliseconds >= 0)
        {
            After(TimeSpan.FromMilliseconds(milliseconds), () =>
            {
                if (waiting.Remove(blocked))
                    Post(blocked.Thread.Resume);
            });
        }
        Monitor.Exit(locked);
        try
        {
            blocked.Thread.Park();
        }
        finally
        {
            Monitor.Enter(locked);
        }
        return blocked.Pulsed;
    }

    public void Pulse(object locked)
    {
        if (_blocked.TryGetValue(locked, out var waiting) && waiting.Count > 0)
        {
            waiting[0].Pulsed = true;
            Post(waiting[0].Thread.Resume);
            waiting.RemoveAt(0);
        }
    }

    public void PulseAll(object locked)
    {
        while (_blocked.TryGetValue(locked, out var waiting) && waiting.Count > 0)
            Pulse(locked);
    }

    /// <summary>Runs something after a time.</summary>
    public void After(TimeSpan time, Action work) => new SimTimer(_simulation, this, static state => ((Action)state!)(), work).Change(time, Timeout.InfiniteTimeSpan);

    /// <summary>The process is gone: nothing of it happens any more. May not be called by one of its own threads.</summary>
    public void Die()
    {
        Alive = false;
        foreach (var thread in _threads.Where(thread => !thread.Ended).ToList())
            thread.Kill();
        _threads.Clear();
    }

    /// <summary>Nothing happens from now on; <see cref="Die"/> unwinds what is left.</summary>
    public void Freeze() => Alive = false;

    private sealed class Blocked(SimThread thread)
    {
        public SimThread Thread { get; } = thread;

        public bool Pulsed { get; set; }
    }

    private sealed class Provider(SimClock clock) : TimeProvider
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => clock._simulation.Ticks;

        public override DateTimeOffset GetUtcNow() => Begin.AddTicks(clock._simulation.Ticks);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new SimTimer(clock._simulation, clock, callback, state);
            timer.Change(dueTime, period);
            return timer;
        }
    }
}
