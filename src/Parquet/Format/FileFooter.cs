// Format: parquet.thrift, FileMetaData. Row groups stay encoded until they are read.
using Sluice.Parquet.Limits;

namespace Sluice.Parquet.Format;

/// <summary>A footer, whole of which is read and checked once before anything is built from it.</summary>
internal sealed class FileFooter
{
    // The bytes that a claimed row costs at least: one for each column, and its two braces.
    private const int PerValue = 1, PerRow = 2;

    private readonly byte[] _bytes;
    private readonly long _origin;
    private int _nextGroup;
    private int _groupsLeft;

    /// <param name="bytes">The footer, without the length and magic after it.</param>
    /// <param name="origin">Where the footer begins in the file.</param>
    /// <param name="rows">Limits the size of the rows.</param>
    internal FileFooter(byte[] bytes, long origin, ExpansionMeter rows)
    {
        (_bytes, _origin) = (bytes, origin);
        var thrift = new ThriftReader(bytes, origin);
        try
        {
            Read(ref thrift, rows);
        }
        catch (EndOfStreamException)
        {
            throw thrift.Corrupt("a footer that is cut off");
        }
        if (thrift.Left > 0)
            throw thrift.Corrupt($"{thrift.Left} bytes after its end");
    }

    internal IReadOnlyList<SchemaLeaf> Leaves { get; private set; } = [];

    /// <summary>The chunks of the row group last read, one per leaf.</summary>
    internal ColumnChunk[] Chunks { get; private set; } = [];

    /// <summary>Reads the next row group; returns its number of rows, or -1 when there is none.</summary>
    internal long NextGroup()
    {
        if (_groupsLeft == 0)
            return -1;
        _groupsLeft--;
        var thrift = new ThriftReader(_bytes, _origin) { At = _nextGroup };
        long rows = ReadGroup(ref thrift);
        _nextGroup = thrift.At;
        return rows;
    }

    private void Read(ref ThriftReader thrift, ExpansionMeter meter)
    {
        long rows = -1, inGroups = 0;
        var fields = default(ThriftFields);
        while (thrift.Next(ref fields))
        {
            switch (fields.Id)
            {
                case 2:
                    Leaves = SchemaTree.Read(ref thrift, thrift.List(fields, ThriftType.Struct));
                    Chunks = new ColumnChunk[Leaves.Count];
                    break;
                case 3:
                    rows = thrift.Int64(fields);
                    break;
                case 4:
                    inGroups = ReadGroups(ref thrift, fields, meter);
                    break;
                case 8:
                    throw thrift.Corrupt("encrypted columns, which are not supported");
                default:
                    thrift.Skip(fields);
                    break;
            }
        }
        if (Leaves.Count == 0)
            throw thrift.Corrupt("no columns");
        if (rows != inGroups)
            throw thrift.Corrupt($"{rows} rows, but {inGroups} in its row groups");
        // A file without rows has only its magic and the footer; with more bytes, a row group was lost.
        if (rows == 0 && _groupsLeft == 0 && _origin > 4)
            throw thrift.Corrupt($"no row groups for {_origin - 4} bytes of data");
    }

    private long ReadGroups(ref ThriftReader thrift, in ThriftFields field, ExpansionMeter meter)
    {
        _groupsLeft = thrift.List(field, ThriftType.Struct);
        _nextGroup = thrift.At;
        long rows = 0;
        for (int i = 0; i < _groupsLeft; i++)
        {
            long group = ReadGroup(ref thrift);
            meter.CheckClaim(group, PerRow + (PerValue * (long)Leaves.Count));
            meter.CheckClaim(rows += group, PerRow + (PerValue * (long)Leaves.Count));
        }
        return rows;
    }

    private long ReadGroup(ref ThriftReader thrift)
    {
        long rows = -1;
        int columns = 0;
        var fields = default(ThriftFields);
        while (thrift.Next(ref fields))
        {
            switch (fields.Id)
            {
                case 1:
                    columns = thrift.List(fields, ThriftType.Struct);
                    if (columns != Leaves.Count)
                        throw thrift.Corrupt($"{columns} columns in a row group, and {Leaves.Count} in its schema");
                    for (int i = 0; i < columns; i++)
                        Chunks[i] = ColumnChunk.Read(ref thrift, Leaves[i], i);
                    break;
                case 3:
                    rows = thrift.Int64(fields);
                    break;
                default:
                    thrift.Skip(fields);
                    break;
            }
        }
        if (rows < 0 || columns == 0)
            throw thrift.Corrupt("a row group without columns or rows");
        for (int i = 0; i < columns; i++)
        {
            // Nested columns have more values than rows; they are not read.
            if (!Leaves[i].IsNested && Chunks[i].Values != rows)
                throw thrift.Corrupt($"{Chunks[i].Values} values of column {i} in a row group of {rows} rows");
            if (!Leaves[i].IsNested && rows > 0 && (Chunks[i].Start < 0 || Chunks[i].Start >= _origin))
                throw thrift.Corrupt($"column {i} outside the file");
        }
        return rows;
    }
}
