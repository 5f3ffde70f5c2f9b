// Tests: a network of a given speed, which all connections through a proxy share.
using System.Diagnostics;

namespace Sluice.Pull.Tests;

/// <summary>Lets bytes through at <paramref name="bytesPerSecond"/>, whoever sends them, and every answer after <paramref name="roundTrip"/>.</summary>
public sealed class Link(long bytesPerSecond, TimeSpan roundTrip = default)
{
    private readonly Lock _lock = new();
    private TimeSpan _free;

    /// <summary>How long a request is on its way, there and back.</summary>
    public TimeSpan RoundTrip { get; } = roundTrip;

    /// <summary>Ends when the bytes are through.</summary>
    public Task CarryAsync(int bytes)
    {
        TimeSpan now = Stopwatch.GetElapsedTime(0), until;
        lock (_lock)
            until = _free = (_free > now ? _free : now) + TimeSpan.FromSeconds((double)bytes / bytesPerSecond);
        return until - now < TimeSpan.FromMilliseconds(1) ? Task.CompletedTask : Task.Delay(until - now);
    }
}
