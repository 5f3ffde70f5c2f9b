// Objects: ends a reader's wait when nothing happens for too long or the engine stops.
using Sluice.Pull.Time;

namespace Sluice.Pull.Objects;

/// <summary>A token for each wait; belongs to its reader's thread.</summary>
internal sealed class StallWatch : IDisposable
{
    private readonly IEngineClock _clock;
    private readonly CancellationToken _stop;
    private CancellationTokenSource _limit;
    private CancellationTokenRegistration _stopping;

    public StallWatch(IEngineClock clock, CancellationToken stop)
    {
        (_clock, _stop) = (clock, stop);
        _limit = Renew();
    }

    /// <summary>A token that fires after this time from now, or when the engine stops.</summary>
    public CancellationToken Within(TimeSpan time)
    {
        if (_limit.IsCancellationRequested)
        {
            Dispose();
            _limit = Renew();
        }
        _limit.CancelAfter(time);
        return _limit.Token;
    }

    /// <summary>Stops the time limit while nothing is waited for.</summary>
    public void Rest() => _limit.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _stopping.Dispose();
        _limit.Dispose();
    }

    private CancellationTokenSource Renew()
    {
        var limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _clock.Timers);
        _stopping = _stop.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), limit);
        return limit;
    }
}
