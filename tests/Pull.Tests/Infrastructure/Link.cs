// Tests: a network of a given speed, which all connections through a proxy share.
using System.Diagnostics;

namespace Sluice.Pull.Tests;

/// <summary>Lets bytes through at <paramref name="bytesPerSecond"/>, whoever sends them.</summary>
public sealed class Link(long bytesPerSecond)
{
    private readonly Lock _lock = new();
    private TimeSpan _free;

    /// <summary>Ends when the bytes are through.</summary>
    public Task CarryAsync(int bytes)
    {
        TimeSpan now = Stopwatch.GetElapsedTime(0), until;
        lock (_lock)
            until = _free = (_free > now ? _free : now) + TimeSpan.FromSeconds((double)bytes / bytesPerSecond);
        return until - now < TimeSpan.FromMilliseconds(1) ? Task.CompletedTask : Task.Delay(until - now);
    }
}
