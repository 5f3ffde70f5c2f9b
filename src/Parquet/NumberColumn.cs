// Lines room: a numeric column; an absent number of a flow log is NULL.
using Parquet;
using Parquet.Schema;

namespace Sluice.Parquet;

/// <summary>Writes one number.</summary>
internal interface INumberForm<T>
    where T : struct
{
    /// <summary>False where the value has no JSON form (not a number, infinite).</summary>
    bool TryWrite(T value, RowWriter to);
}

/// <summary>A column of numbers of one physical type, written in one form.</summary>
internal sealed class NumberColumn<T, TForm>(DataField field, TForm form) : Column(field)
    where T : unmanaged
    where TForm : INumberForm<T>
{
    private T[] _values = [];
    private ulong[] _present = [];

    internal override async ValueTask LoadAsync(
        ParquetRowGroupReader group, int rows, Scratch scratch, CancellationToken ct)
    {
        if (_values.Length < rows)
        {
            _values = new T[rows];
            _present = new ulong[(rows + 63) / 64];
        }
        await scratch.ReadAsync(group, Field, rows, _values.AsMemory(0, rows), ct).ConfigureAwait(false);
        Spread(scratch.Levels.Span, rows);
    }

    internal override bool TryWrite(int row, RowWriter to) =>
        (_present[row >> 6] & (1UL << row)) != 0 && form.TryWrite(_values[row], to);

    // Values arrive without gaps: moved to their rows from the end, each lands behind the ones still to move.
    private void Spread(ReadOnlySpan<int> levels, int rows)
    {
        Span<ulong> present = _present.AsSpan(0, (rows + 63) / 64);
        if (levels.IsEmpty)
        {
            present.Fill(ulong.MaxValue);
            return;
        }
        present.Clear();
        int defined = 0;
        foreach (int level in levels)
            defined += level > 0 ? 1 : 0;
        for (int row = rows - 1; row >= 0; row--)
        {
            if (levels[row] == 0)
                continue;
            _values[row] = _values[--defined];
            present[row >> 6] |= 1UL << row;
        }
    }
}
