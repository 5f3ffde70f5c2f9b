// Lines room: the wide form of one column chunk, shared by all columns of a file one after the other.
using Parquet;
using Parquet.Schema;

namespace Sluice.Parquet;

/// <summary>Buffers the package decodes into, grown to the largest row group met.</summary>
internal sealed class Scratch
{
    private int[] _levels = [];
    private ReadOnlyMemory<byte>[] _wide = [];

    /// <summary>Definition levels of the chunk last read: a value below 1 is a NULL. Empty for a required column.</summary>
    internal ReadOnlyMemory<int> Levels { get; private set; }

    /// <summary>Room for the strings of a chunk; give it back with <see cref="ReleaseWide"/>.</summary>
    internal Memory<ReadOnlyMemory<byte>> Wide(int rows)
    {
        if (_wide.Length < rows)
            _wide = new ReadOnlyMemory<byte>[rows];
        return _wide.AsMemory(0, rows);
    }

    /// <summary>Lets go of the strings, which would otherwise live until the next chunk.</summary>
    internal void ReleaseWide() => Array.Clear(_wide);

    /// <summary>
    /// Decodes a chunk into <paramref name="values"/>: the values that are present, without gaps; <see cref="Levels"/>
    /// tells which rows they belong to.
    /// </summary>
    internal async ValueTask ReadAsync<T>(
        ParquetRowGroupReader group, DataField field, int rows, Memory<T> values, CancellationToken ct)
        where T : struct
    {
        if (field.MaxDefinitionLevel == 0)
        {
            Levels = default;
            await group.ReadRawAsync(field, values, null, null, ct).ConfigureAwait(false);
            return;
        }
        if (_levels.Length < rows)
            _levels = new int[rows];
        Levels = _levels.AsMemory(0, rows);
        await group.ReadRawAsync(field, values, _levels.AsMemory(0, rows), null, ct).ConfigureAwait(false);
    }
}
