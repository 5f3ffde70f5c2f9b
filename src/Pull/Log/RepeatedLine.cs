// Log: a line that would come again and again: the first one at once, then one a minute with a count.
namespace Sluice.Pull.Log;

/// <summary>Holds back repetitions by key; safe for any number of threads, bounded in keys.</summary>
internal sealed class RepeatedLine(IPullLog log, Func<long> clock)
{
    private const int MostKeys = 256;
    private const long Interval = 60_000;

    private readonly Dictionary<string, (long Written, long Count)> _keys = new(StringComparer.Ordinal);

    /// <summary>Writes the line; at debug level, if one of the same key was written within the last minute.</summary>
    /// <param name="level">Its level when it is due.</param>
    /// <param name="key">What makes it a repetition.</param>
    /// <param name="line">Makes the line from how often it has come, this time included.</param>
    /// <param name="free">How many lines of a key are written before any is held back.</param>
    public void Write(LogLevel level, string key, Func<long, LogEvent> line, int free = 1)
    {
        long now = clock(), count;
        bool due;
        lock (_keys)
        {
            if (!_keys.TryGetValue(key, out var seen))
            {
                if (_keys.Count >= MostKeys)
                    _keys.Remove(_keys.MinBy(pair => pair.Value.Written).Key);
                seen = (now - Interval, 0);
            }
            count = seen.Count + 1;
            due = count <= free || now - seen.Written >= Interval;
            _keys[key] = (due ? now : seen.Written, count);
        }
        var chosen = due ? level : LogLevel.Debug;
        if (log.IsEnabled(chosen))
            log.Write(chosen, line(count));
    }

    /// <summary>What a line says about those that were held back; empty while there are none.</summary>
    public static string Times(long count, int free = 1) => count > free ? $"; {count} times so far" : "";

    /// <summary>The fault is over: the next line of this key counts as the first one.</summary>
    public void Forget(string key)
    {
        lock (_keys)
            _keys.Remove(key);
    }
}
