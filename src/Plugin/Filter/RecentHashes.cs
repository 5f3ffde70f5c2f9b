// Filter: names that were seen, remembered by their hashes.
namespace Sluice.Plugin.Filter;

/// <summary>A set of the latest hashes; the oldest drop out.</summary>
internal sealed class RecentHashes
{
    public const int Most = 32 * 1024;

    // A hash that was removed and added again stands in the queue twice: only its latest turn counts.
    private readonly Dictionary<ulong, long> _turns = [];
    private readonly Queue<(ulong Hash, long Turn)> _order = [];
    private long _turn;

    public bool Contains(ulong hash) => _turns.ContainsKey(hash);

    public void Add(ulong hash)
    {
        if (!_turns.TryAdd(hash, ++_turn))
            return;
        _order.Enqueue((hash, _turn));
        if (_order.Count <= Most)
            return;
        var (oldest, turn) = _order.Dequeue();
        if (_turns.GetValueOrDefault(oldest) == turn)
            _turns.Remove(oldest);
    }

    public void Remove(ulong hash) => _turns.Remove(hash);
}
