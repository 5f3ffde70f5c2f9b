// Simulation: virtual time and one logical thread. Whatever can run next is drawn by the seed; when nothing can, the
// clock jumps to the next timer. The same seed gives the same run.
namespace Sluice.Pull.Tests;

/// <summary>Runs everything of one simulated world, a step at a time.</summary>
internal sealed class Simulation(int seed)
{
    /// <summary>More steps than these without any time passing are a loop that never ends.</summary>
    private const int MostStepsAtOnce = 100_000;

    private readonly List<(SimClock Owner, Action Work)> _ready = [];
    private readonly PriorityQueue<(SimTimer Timer, int Version), (long Due, long Number)> _timers = new();
    [ThreadStatic]
    private static Simulation? _here;

    private long _number;
    private int _stepsAtOnce;

    public Random Random { get; } = new(seed);

    /// <summary>Virtual time, in ticks of 100 ns.</summary>
    public long Ticks { get; private set; } = TimeSpan.TicksPerHour;

    /// <summary>Virtual time, in milliseconds.</summary>
    public long Now => Ticks / TimeSpan.TicksPerMillisecond;

    /// <summary>What happened, as one number: two runs of a seed agree on it.</summary>
    public ulong Hash { get; private set; } = 14695981039346656037;

    public long Steps { get; private set; }

    /// <summary>Where something ran beside the simulation.</summary>
    public string? Stray { get; private set; }

    public void Note(long what) => Hash = (Hash ^ (ulong)what ^ ((ulong)Now << 20)) * 1099511628211;

    public bool Chance(double probability) => Random.NextDouble() < probability;

    /// <summary>From now on this thread belongs to the simulation, and may add to what happens.</summary>
    public void Enter() => _here = this;

    public void Post(SimClock owner, Action work)
    {
        Check();
        _ready.Add((owner, work));
    }

    public void Schedule(SimTimer timer, int version, TimeSpan due)
    {
        Check();
        _timers.Enqueue((timer, version), (Ticks + Math.Max(0, due.Ticks), _number++));
    }

    /// <summary>What runs beside the simulation would come in another order each time.</summary>
    public void Check()
    {
        if (_here != this)
            Stray ??= $"something runs on a thread that is not the simulation's:\n{Environment.StackTrace}";
    }

    /// <summary>Runs until something holds; false when it does not within a time, or nothing is left to happen.</summary>
    public bool Until(Func<bool> holds, TimeSpan most)
    {
        long end = Ticks + most.Ticks;
        while (!holds())
        {
            if (_ready.Count > 0)
                RunOne();
            else if (!Advance(end))
                return holds();
        }
        return true;
    }

    private void RunOne()
    {
        int next = _ready.Count == 1 ? 0 : Random.Next(_ready.Count);
        var (owner, work) = _ready[next];
        _ready[next] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        Steps++;
        if (++_stepsAtOnce > MostStepsAtOnce)
            throw new SimViolation("a loop never ends: no time passes any more");
        if (owner.Alive)
            work();
    }

    private bool Advance(long end)
    {
        while (_timers.TryPeek(out var next, out var at))
        {
            if (!next.Timer.IsDue(next.Version))
            {
                _timers.Dequeue();
                continue;
            }
            if (at.Due > end)
            {
                Ticks = end;
                return false;
            }
            _timers.Dequeue();
            if (at.Due > Ticks)
                (Ticks, _stepsAtOnce) = (at.Due, 0);
            Steps++;
            if (++_stepsAtOnce > MostStepsAtOnce)
                throw new SimViolation("a loop never ends: timers fire and no time passes");
            next.Timer.Fire();
            return true;
        }
        return false;
    }
}
