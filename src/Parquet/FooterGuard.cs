// Lines room: what a Parquet footer claims, held against the file before anything is allocated for it.
using System.Buffers.Binary;
using Parquet.Meta;
using Sluice.Core;

namespace Sluice.Parquet;

/// <summary>Checks the numbers that the package would believe.</summary>
internal static class FooterGuard
{
    // Magic in front; length of the footer and magic behind.
    private const int Frame = 4, Tail = 8;

    // A footer of flow logs has some kilobytes per row group; the package holds it as objects, ten times its size.
    private const int MaxFooter = 8 * 1024 * 1024;

    // What the columns of one row group may take here. The largest groups met in practice hold a million rows.
    private const long MaxGroup = 512L * 1024 * 1024, BytesPerValue = 8;

    /// <summary>Refuses a file whose frame is not that of a Parquet file, or whose footer cannot be in it.</summary>
    internal static void Check(Stream input)
    {
        Span<byte> bytes = stackalloc byte[Tail];
        if (input.Length < Frame + Tail)
            throw new CorruptInputException("Parquet file truncated: too short for a footer", input.Length);
        input.Position = 0;
        input.ReadExactly(bytes[..Frame]);
        if (!bytes[..Frame].SequenceEqual("PAR1"u8))
            throw new CorruptInputException("not a Parquet file: it does not begin with PAR1", 0);
        input.Position = input.Length - Tail;
        input.ReadExactly(bytes);
        if (!bytes[4..].SequenceEqual("PAR1"u8))
            throw new CorruptInputException("Parquet file truncated: its footer is missing", input.Length);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (length > input.Length - Frame - Tail)
            throw new CorruptInputException("Parquet footer is longer than the file", input.Length - Tail);
        if (length > MaxFooter)
            throw new CorruptInputException($"Parquet footer over {MaxFooter} bytes", input.Length - Tail);
        byte[] footer = new byte[length];
        input.Position = input.Length - Tail - length;
        input.ReadExactly(footer);
        ThriftWalk.Check(footer);
    }

    /// <summary>Refuses a footer whose row groups do not add up: one lost from the list would go unnoticed.</summary>
    internal static void CheckRows(FileMetaData footer, ParquetInput input)
    {
        if (footer.RowGroups.Sum(group => group.NumRows) != footer.NumRows)
            throw new InvalidDataException("row groups with another number of rows than the file");
        Span<byte> tail = stackalloc byte[Tail];
        input.Position = input.Length - Tail;
        input.ReadExactly(tail);
        long data = input.Length - Frame - Tail - BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (footer.RowGroups.Count == 0 && data > 0)
            throw new InvalidDataException($"no row groups in front of {data} bytes of data");
    }

    /// <summary>The rows of a row group, when its columns agree on them.</summary>
    internal static int RowsOf(RowGroup group)
    {
        if (group.NumRows < 0 || group.NumRows > MaxGroup / BytesPerValue / Math.Max(1, group.Columns.Count))
            throw new InvalidDataException($"{group.NumRows} rows in one group are more than {MaxGroup} bytes can hold");
        foreach (ColumnChunk chunk in group.Columns)
        {
            if (chunk.MetaData is null)
                throw new InvalidDataException("a column without metadata");
            // Nested columns have more values than rows; they are not read.
            if (chunk.MetaData.PathInSchema.Count == 1 && chunk.MetaData.NumValues != group.NumRows)
                throw new InvalidDataException("a column with another number of values than the group has rows");
        }
        return (int)group.NumRows;
    }
}
