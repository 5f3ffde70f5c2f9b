// Messages: what is remembered about messages that stayed in the queue, until they come again.
namespace Sluice.Pull.Messages;

/// <summary>
/// A memory by message, bounded in entries and in bytes: receives (for servers that do not count them), what the
/// consumer has of each object, and whether reading was given up. Losing it costs duplicates, never records.
/// </summary>
internal sealed class MessageMemory(int capacity = 10_000, long mostBytes = 16 << 20)
{
    /// <summary>What an entry or an object costs besides its strings.</summary>
    private const int Overhead = 200;

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _age = new();
    private readonly Lock _lock = new();

    /// <summary>Bytes held, about.</summary>
    public long Bytes { get; private set; }

    /// <summary>Counts a receive; returns the count, the server's own where it has one.</summary>
    public int Receive(string messageId, int? counted)
    {
        if (counted is { } known)
            return known;
        lock (_lock)
            return ++Of(messageId).Receives;
    }

    /// <summary>Notes how far a message got that stays in the queue, and why it stays; returns how often it has stayed.</summary>
    public int Keep(string messageId, IEnumerable<ObjectProgress> progress, bool givenUp, string why)
    {
        lock (_lock)
        {
            var entry = Of(messageId);
            foreach (var item in progress)
                Note(entry, item);
            entry.GivenUp |= givenUp;
            entry.Why = why;
            int kept = ++entry.Kept;
            Shrink();
            return kept;
        }
    }

    /// <summary>What is known about an object of a message; null when nothing is.</summary>
    public ObjectMemory? Find(string messageId, string item)
    {
        lock (_lock)
            return _entries.TryGetValue(messageId, out var entry) ? entry.Objects.GetValueOrDefault(item) : null;
    }

    public bool IsDone(string messageId, string item) => Find(messageId, item) is { Done: true };

    public bool IsGivenUp(string messageId)
    {
        lock (_lock)
            return _entries.TryGetValue(messageId, out var entry) && entry.GivenUp;
    }

    /// <summary>Why the message stayed in the queue; null when it was not this process that left it there.</summary>
    public string? WhyOf(string messageId)
    {
        lock (_lock)
            return _entries.TryGetValue(messageId, out var entry) ? entry.Why : null;
    }

    public void Forget(string messageId)
    {
        lock (_lock)
            Remove(messageId);
    }

    private void Note(Entry entry, ObjectProgress item)
    {
        bool done = item.IsDone;
        if (!done && item.Handed == 0)
            return;
        // An older receipt of the message may settle after a newer one.
        if (entry.Objects.TryGetValue(item.Item, out var known) && (known.Done || (known.Content == item.Content && known.Delivered >= item.Delivered && known.Handed >= item.Handed && known.Counted.Lines >= item.Counted.Lines)))
            return;
        var noted = new ObjectMemory(done, item.Content, item.Delivered, item.Handed, item.Counted);
        long added = known is not null ? 0 : Overhead + 2L * (item.Item.Length + (item.Content?.Length ?? 0));
        entry.Objects[item.Item] = noted;
        entry.Bytes += added;
        Bytes += added;
    }

    private Entry Of(string messageId)
    {
        if (_entries.TryGetValue(messageId, out var entry))
            return entry;
        entry = new Entry { Age = _age.AddLast(messageId), Bytes = Overhead + 2L * messageId.Length };
        _entries.Add(messageId, entry);
        Bytes += entry.Bytes;
        Shrink();
        return entry;
    }

    /// <summary>The oldest go first; the newest stays, whatever its size.</summary>
    private void Shrink()
    {
        while (_entries.Count > 1 && (_entries.Count > capacity || Bytes > mostBytes))
            Remove(_age.First!.Value);
    }

    private void Remove(string messageId)
    {
        if (!_entries.Remove(messageId, out var entry))
            return;
        _age.Remove(entry.Age);
        Bytes -= entry.Bytes;
    }

    private sealed class Entry
    {
        public int Receives;
        public int Kept;
        public string? Why;
        public bool GivenUp;
        public long Bytes;
        public required LinkedListNode<string> Age;
        public readonly Dictionary<string, ObjectMemory> Objects = new(StringComparer.Ordinal);
    }
}
