// Queue: what is remembered of messages that stayed in the queue, until they come again.
namespace Sluice.Pull;

/// <summary>
/// A bounded memory by message: receives (for servers that do not count them), objects already handed over
/// (they are not read twice) and whether reading was given up. Losing it costs duplicates, never records.
/// </summary>
internal sealed class MessageMemory(int capacity = 10_000)
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Queue<string> _age = new();
    private readonly Lock _gate = new();

    /// <summary>Counts a receive; returns the count, the server's own where it has one.</summary>
    public int Receive(string messageId, int? counted)
    {
        if (counted is { } known)
            return known;
        lock (_gate)
            return ++Of(messageId).Receives;
    }

    /// <summary>Notes what was done of a message that stays in the queue; returns how often it has stayed.</summary>
    public int Keep(string messageId, IReadOnlyList<string> done, bool givenUp)
    {
        lock (_gate)
        {
            var entry = Of(messageId);
            entry.Done.UnionWith(done);
            entry.GivenUp |= givenUp;
            return ++entry.Kept;
        }
    }

    public bool IsDone(string messageId, string item)
    {
        lock (_gate)
            return _entries.TryGetValue(messageId, out var entry) && entry.Done.Contains(item);
    }

    public bool IsGivenUp(string messageId)
    {
        lock (_gate)
            return _entries.TryGetValue(messageId, out var entry) && entry.GivenUp;
    }

    public void Forget(string messageId)
    {
        lock (_gate)
            _entries.Remove(messageId);
    }

    private Entry Of(string messageId)
    {
        if (_entries.TryGetValue(messageId, out var entry))
            return entry;
        while (_entries.Count >= capacity && _age.TryDequeue(out string? oldest))
            _entries.Remove(oldest);
        _age.Enqueue(messageId);
        // Ids of forgotten messages leave the order of age here at the latest.
        while (_age.Count > 2 * capacity)
            _age.Dequeue();
        return _entries[messageId] = new Entry();
    }

    private sealed class Entry
    {
        public int Receives;
        public int Kept;
        public bool GivenUp;
        public readonly HashSet<string> Done = new(StringComparer.Ordinal);
    }
}
