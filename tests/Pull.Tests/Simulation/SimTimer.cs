// Simulation: a timer in virtual time.
namespace Sluice.Pull.Tests;

/// <summary>Fires once for each time that it is set; never after the death of its owner.</summary>
internal sealed class SimTimer(Simulation simulation, SimClock owner, TimerCallback callback, object? state) : ITimer
{
    private int _version;
    private bool _set;

    public bool IsDue(int version) => _set && version == _version && owner.Alive;

    public void Fire()
    {
        _set = false;
        callback(state);
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan)
            throw new NotSupportedException("periodic timers");
        _version++;
        _set = dueTime != Timeout.InfiniteTimeSpan;
        if (_set)
            simulation.Schedule(this, _version, dueTime);
        return true;
    }

    public void Dispose() => _set = false;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
