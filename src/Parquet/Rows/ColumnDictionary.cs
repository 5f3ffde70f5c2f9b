// Rows: the dictionary of a column chunk, with its entries as they are written.
using Sluice.Parquet.Limits;
using Sluice.Parquet.Pages;
using Sluice.Parquet.Values;

namespace Sluice.Parquet.Rows;

/// <summary>Each entry is formatted once; rows copy it.</summary>
/// <param name="memory">Counts the memory of the entries.</param>
/// <param name="entry">A buffer for one entry, shared by all columns.</param>
internal sealed class ColumnDictionary(MemoryMeter memory, RowWriter entry)
{
    private const string What = "a dictionary";
    private const int LeastPool = 4096;

    private int[] _ends = [];
    private byte[] _pool = [];
    private int _count;
    private bool _isClean; // all entries are

    /// <summary>Forgets the entries of the previous chunk.</summary>
    internal void Clear() => _count = 0;

    internal void Load(PageBytes page, int count, ValueSource source, ValueForm form)
    {
        // An entry takes at least one byte.
        if (count > page.Left)
            throw page.Corrupt("is a dictionary with more entries than bytes");
        _count = 0;
        _ends = memory.Resize(_ends, count, What);
        source.Open(page, count);
        long used = 0;
        _isClean = true;
        for (int i = 0; i < count; i++)
        {
            entry.Clear();
            form.TryWrite(source, entry);
            _isClean &= entry.IsClean;
            if (used + entry.Length > _pool.Length)
                Grow((int)used, used + entry.Length, page.Left);
            entry.Written.CopyTo(_pool.AsSpan((int)used));
            _ends[i] = (int)(used += entry.Length);
        }
        _count = count;
    }

    /// <summary>Writes an entry; false where the entry is an absent value.</summary>
    internal bool TryWrite(ulong index, PageBytes page, RowWriter to)
    {
        if (index >= (ulong)_count)
            throw page.Corrupt($"names entry {index} of a dictionary of {_count}");
        int start = index == 0 ? 0 : _ends[index - 1];
        int length = _ends[index] - start;
        if (length == 0)
            return false;
        to.Value(_pool.AsSpan(start, length), _isClean);
        return true;
    }

    // The rest of the page is about as long as the entries to come, unless they need escapes.
    private void Grow(int used, long needed, long left)
    {
        byte[] old = _pool;
        _pool = memory.Resize(_pool, Math.Max(needed + left + (needed / 4), LeastPool), What);
        old.AsSpan(0, used).CopyTo(_pool);
    }
}
