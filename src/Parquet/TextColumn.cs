// Lines room: a string column; an absent string of a flow log is the literal "-", by other tools also NULL or "".
using Parquet;
using Parquet.Schema;

namespace Sluice.Parquet;

/// <summary>
/// A column of byte arrays. A row keeps four bytes: where its text stands in the column's pool. Equal texts that come near
/// one another share a place there, which folds the columns that hardly vary to almost nothing.
/// </summary>
internal sealed class TextColumn(DataField field) : Column(field)
{
    private const int Absent = -1;
    private const int CacheSize = 1024;

    private readonly RowWriter _pool = new();
    private readonly int[] _cache = new int[CacheSize];
    private int[] _places = [];

    internal override async ValueTask LoadAsync(
        ParquetRowGroupReader group, int rows, Scratch scratch, CancellationToken ct)
    {
        if (_places.Length < rows)
            _places = new int[rows];
        Memory<ReadOnlyMemory<byte>> wide = scratch.Wide(rows);
        await scratch.ReadAsync(group, Field, rows, wide, ct).ConfigureAwait(false);
        Fold(wide.Span, scratch.Levels.Span, rows);
        scratch.ReleaseWide();
    }

    internal override bool TryWrite(int row, RowWriter to)
    {
        int place = _places[row];
        if (place == Absent)
            return false;
        to.Raw(At(place));
        return true;
    }

    private void Fold(ReadOnlySpan<ReadOnlyMemory<byte>> values, ReadOnlySpan<int> levels, int rows)
    {
        _pool.Clear();
        Array.Fill(_cache, Absent);
        int next = 0;
        for (int row = 0; row < rows; row++)
        {
            bool present = levels.IsEmpty || levels[row] > 0;
            _places[row] = present ? PlaceOf(values[next++].Span) : Absent;
        }
    }

    private int PlaceOf(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || (text.Length == 1 && text[0] == (byte)'-'))
            return Absent;
        ref int cached = ref _cache[Slot(text)];
        if (cached != Absent && Holds(At(cached), text))
            return cached;
        int place = _pool.Length;
        _pool.Raw([0, 0, 0, 0]);
        _pool.Quoted(text);
        int length = _pool.Length - place - sizeof(int);
        BitConverter.TryWriteBytes(_pool.Span[place..], length);
        // A text with an escape is never found again: its quoted form may be the plain form of another.
        if (length == text.Length + 2)
            cached = place;
        return place;
    }

    private ReadOnlySpan<byte> At(int place)
    {
        ReadOnlySpan<byte> from = _pool.Span[place..];
        return from.Slice(sizeof(int), BitConverter.ToInt32(from));
    }

    private static bool Holds(ReadOnlySpan<byte> quoted, ReadOnlySpan<byte> text) =>
        quoted.Length == text.Length + 2 && quoted.Slice(1, text.Length).SequenceEqual(text);

    private static int Slot(ReadOnlySpan<byte> text)
    {
        uint hash = (uint)text.Length;
        foreach (byte b in text)
            hash = (hash ^ b) * 16777619;
        return (int)((hash ^ (hash >> 16)) & (CacheSize - 1));
    }
}
