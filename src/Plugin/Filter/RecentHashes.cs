// Filter: names that were seen, at eight bytes each.
namespace Sluice.Plugin.Filter;

/// <summary>A set of the latest hashes; the oldest give way.</summary>
internal sealed class RecentHashes
{
    private const int Most = 32 * 1024;

    private readonly HashSet<ulong> _set = [];
    private readonly Queue<ulong> _order = [];

    public bool Contains(ulong hash) => _set.Contains(hash);

    public void Add(ulong hash)
    {
        if (!_set.Add(hash))
            return;
        _order.Enqueue(hash);
        if (_order.Count > Most)
            _set.Remove(_order.Dequeue());
    }

    public void Remove(ulong hash) => _set.Remove(hash);
}
