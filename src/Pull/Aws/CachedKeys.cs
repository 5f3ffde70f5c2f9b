// Aws: keys that are held while they are good. All callers share one fetch at a time; there is never one for each request.
using Amazon.Runtime;

namespace Sluice.Pull.Aws;

/// <summary>
/// Credentials for the SDK, renewed before they end while requests go on with the old ones. They are fetched again when a
/// call was refused for them, and when what they come from has changed.
/// </summary>
/// <param name="fetch">Gets new keys; ends by itself.</param>
/// <param name="stamp">A value that changes when the source of the keys does; cheap to get.</param>
/// <param name="clock">The time.</param>
internal sealed class CachedKeys(Func<Task<AwsKeys>> fetch, Func<object?> stamp, TimeProvider clock) : AWSCredentials
{
    /// <summary>Least time between two fetches while nothing has changed, whatever is refused or fails.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan StampPause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Held? _held;
    private Task<Held>? _fetching;
    private AwsKeys? _refused;
    private object? _stamp;
    private long _stampAt, _triedAt;
    private bool _tried;

    public override ImmutableCredentials GetCredentials() => GetCredentialsAsync().GetAwaiter().GetResult();

    public override async Task<ImmutableCredentials> GetCredentialsAsync() => (await KeysAsync().ConfigureAwait(false)).Sdk;

    /// <summary>The current keys; waits only when none are good.</summary>
    public Task<AwsKeys> KeysAsync()
    {
        Task<Held> fetching;
        lock (_lock)
        {
            bool refused = _held is not null && ReferenceEquals(_refused, _held.Keys);
            bool changed = HasChanged(now: refused);
            if (_held is { } held)
            {
                var age = clock.GetElapsedTime(held.At);
                // A fetch that failed may have met a file that was only half written.
                bool halfWritten = refused && _fetching is { IsFaulted: true };
                bool again = changed || (!Rests(halfWritten ? StampPause : Pause) && (refused || age >= held.RenewAfter));
                if (!again && (age < held.Life || _fetching is not { IsFaulted: true }))
                    return Task.FromResult(held.Keys);
                if (again && !changed && !refused && age < held.Life)
                {
                    _ = Fetch(changed);
                    return Task.FromResult(held.Keys);
                }
            }
            fetching = Fetch(changed);
        }
        return Keys(fetching);
    }

    /// <summary>A call was refused for these keys: the next call gets other keys, if there are any.</summary>
    public void Refuse(AwsKeys keys)
    {
        lock (_lock)
            _refused = keys;
    }

    private async Task<AwsKeys> Keys(Task<Held> fetching)
    {
        try
        {
            return (await fetching.ConfigureAwait(false)).Keys;
        }
        catch (Exception) when (Good() is not null)
        {
            // The file may be only half rewritten; the keys that are held may still be good.
            return Good()!;
        }
    }

    private AwsKeys? Good()
    {
        lock (_lock)
            return _held is { } held && !ReferenceEquals(_refused, held.Keys) && clock.GetElapsedTime(held.At) < held.Life ? held.Keys : null;
    }

    private Task<Held> Fetch(bool changed)
    {
        if (_fetching is { IsCompleted: false } running)
            return running;
        // A failure from a moment ago is the answer to all callers.
        if (!changed && _fetching is { IsFaulted: true } failed && Rests(_held is null || ReferenceEquals(_refused, _held.Keys) ? StampPause : Pause))
            return failed;
        (_triedAt, _tried) = (clock.GetTimestamp(), true);
        return _fetching = Task.Run(FetchAsync);
    }

    private async Task<Held> FetchAsync()
    {
        var keys = await fetch().ConfigureAwait(false);
        lock (_lock)
        {
            var held = new Held(keys, clock.GetTimestamp(), keys.Expires is { } end ? end - clock.GetUtcNow() : null);
            return _held = held;
        }
    }

    private bool Rests(TimeSpan pause) => _tried && clock.GetElapsedTime(_triedAt) < pause;

    private bool HasChanged(bool now)
    {
        if (_held is not null && !now && clock.GetElapsedTime(_stampAt) < StampPause)
            return false;
        _stampAt = clock.GetTimestamp();
        object? found = stamp();
        bool changed = _held is not null && !Equals(found, _stamp);
        _stamp = found;
        return changed;
    }

    /// <summary>Keys and their times, by the monotonic clock, which nobody can set.</summary>
    private sealed class Held
    {
        public Held(AwsKeys keys, long at, TimeSpan? life)
        {
            (Keys, At) = (keys, at);
            if (life is not { } told)
                return;
            // Keys that arrive expired mean that a clock is wrong, or that the service has no better ones: the server decides.
            Life = told > TimeSpan.FromMinutes(1) ? told : TimeSpan.FromMinutes(1);
            var early = TimeSpan.FromTicks(Math.Clamp(Life.Ticks / 10, TimeSpan.TicksPerMinute, 5 * TimeSpan.TicksPerMinute));
            RenewAfter = Life - early > Life / 2 ? Life - early : Life / 2;
        }

        public AwsKeys Keys { get; }

        public long At { get; }

        public TimeSpan Life { get; } = TimeSpan.MaxValue;

        public TimeSpan RenewAfter { get; } = TimeSpan.MaxValue;
    }
}
