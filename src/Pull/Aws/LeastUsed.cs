// Aws: a small cache that drops the entry that was unused for longest.
namespace Sluice.Pull.Aws;

/// <summary>Holds at most <paramref name="most"/> values; safe for any number of threads.</summary>
internal sealed class LeastUsed<TKey, TValue>(int most) where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _entries = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _byUse = [];
    private readonly Lock _lock = new();

    /// <summary>What is held now.</summary>
    public IReadOnlyList<TValue> Values
    {
        get
        {
            lock (_lock)
                return [.. _byUse.Select(entry => entry.Value)];
        }
    }

    /// <summary>The value of a key; a dropped one is not disposed, and may still be used.</summary>
    public TValue GetOrAdd(TKey key, Func<TKey, TValue> make)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var held))
            {
                _byUse.Remove(held);
                _byUse.AddFirst(held);
                return held.Value.Value;
            }
            var value = make(key);
            _entries[key] = _byUse.AddFirst((key, value));
            if (_entries.Count > most)
            {
                _entries.Remove(_byUse.Last!.Value.Key);
                _byUse.RemoveLast();
            }
            return value;
        }
    }
}
