// Tests: a clock that a test moves.
namespace Sluice.Pull.Tests;

/// <summary>Both of a machine's clocks, which go on together or apart.</summary>
public sealed class HandClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private long _ticks = 1;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Pass(TimeSpan time)
    {
        Interlocked.Add(ref _ticks, time.Ticks);
        _now += time;
    }

    /// <summary>Somebody sets the clock.</summary>
    public void Set(DateTimeOffset now) => _now = now;
}
