// Lines room: one column of the row group being read, in the smallest form its values can be written from.
using Parquet;
using Parquet.Meta;
using Parquet.Schema;

namespace Sluice.Parquet;

/// <summary>
/// The package hands out a whole column chunk at a time in a wide form (16 bytes and an array per string). A column keeps
/// what a row needs and lets go of the rest before the next column is read, so that the wide form exists once.
/// </summary>
internal abstract class Column(DataField field)
{
    /// <summary>The member name with its quotes and colon, ready to be copied.</summary>
    internal byte[] Member { get; } = MemberOf(field.Name);

    protected DataField Field { get; } = field;

    /// <summary>Where this column's values of a row group stand in the file.</summary>
    internal ColumnMetaData ChunkIn(ParquetRowGroupReader group) =>
        group.GetMetadata(Field)?.MetaData ?? throw new InvalidDataException($"no column {Field.Name} in a row group");

    /// <summary>Reads this column of a row group; what it held of the previous one is gone.</summary>
    internal abstract ValueTask LoadAsync(ParquetRowGroupReader group, int rows, Scratch scratch, CancellationToken ct);

    /// <summary>Writes the value of a row; false, and nothing written, where the row has none.</summary>
    internal abstract bool TryWrite(int row, RowWriter to);

    // Flow-log columns are named with `_`. A file converted from text by another tool may still have the text's `-`.
    private static byte[] MemberOf(string name)
    {
        var to = new RowWriter();
        to.Quoted(System.Text.Encoding.UTF8.GetBytes(name.Replace('-', '_')));
        to.Byte((byte)':');
        return to.Written.ToArray();
    }
}
