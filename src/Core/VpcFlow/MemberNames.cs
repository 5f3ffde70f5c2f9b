// VpcFlow: the unknown names of one JSON record, found in constant time.
using Sluice.Core.Framing;
using Sluice.Core.Text;

namespace Sluice.Core.VpcFlow;

/// <summary>
/// An open-addressed hash table of columns by name. A generation stamp empties it without touching its memory, since
/// most records have no unknown names at all.
/// </summary>
internal sealed class MemberNames
{
    private const int Slots = LineTokens.Max * 2;

    private readonly short[] _columns = new short[Slots];
    private readonly uint[] _stamps = new uint[Slots];
    private uint _generation;
    private int _free;

    /// <summary>Names held.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets every name.</summary>
    public void Clear()
    {
        Count = 0;
        if (++_generation == 0)
        {
            Array.Clear(_stamps);
            _generation = 1;
        }
    }

    /// <summary>The column of a name, -1 when it is new; <paramref name="names"/> gives the columns' names.</summary>
    public int Find(ReadOnlySpan<byte> name, Slice[] names)
    {
        var hash = new HashCode();
        hash.AddBytes(name);
        int slot = (int)((uint)hash.ToHashCode() % Slots);
        while (_stamps[slot] == _generation)
        {
            if (names[_columns[slot]].Span.SequenceEqual(name))
                return _columns[slot];
            slot = (slot + 1) % Slots;
        }

        _free = slot;
        return -1;
    }

    /// <summary>Adds the name that the last <see cref="Find"/> did not find.</summary>
    public void Add(int column)
    {
        _columns[_free] = (short)column;
        _stamps[_free] = _generation;
        Count++;
    }
}
