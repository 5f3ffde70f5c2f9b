// Format: parquet.thrift, ColumnChunk and ColumnMetaData.
namespace Sluice.Parquet.Format;

/// <summary>Where the values of one column of one row group are.</summary>
internal struct ColumnChunk
{
    private long _dataPage, _dictionaryPage, _indexPage;
    private bool _hasMetaData;

    internal PhysicalType Type { get; private set; }

    internal PageCodec Codec { get; private set; }

    internal long Values { get; private set; }

    /// <summary>The offset of the first page: the smallest one given, since writers set them unreliably.</summary>
    internal readonly long Start
    {
        get
        {
            long start = _dataPage;
            if (_dictionaryPage > 0)
                start = Math.Min(start, _dictionaryPage);
            return _indexPage > 0 ? Math.Min(start, _indexPage) : start;
        }
    }

    /// <summary>Reads a chunk and checks it against its column.</summary>
    internal static ColumnChunk Read(ref ThriftReader thrift, in SchemaLeaf leaf, int number)
    {
        var chunk = default(ColumnChunk);
        var fields = default(ThriftFields);
        while (thrift.Next(ref fields))
            chunk.Take(ref thrift, fields, leaf);
        if (!chunk._hasMetaData)
            throw thrift.Corrupt($"no metadata for column {number}");
        if (chunk.Type != leaf.Element.Type)
            throw thrift.Corrupt($"a type of column {number} that differs from its schema");
        return chunk;
    }

    private void Take(ref ThriftReader thrift, in ThriftFields field, in SchemaLeaf leaf)
    {
        switch (field.Id)
        {
            case 1:
                if (!thrift.Binary(field).IsEmpty)
                    throw thrift.Corrupt("a column in another file");
                break;
            case 3:
                thrift.Struct(field);
                ReadMetaData(ref thrift, leaf);
                break;
            case 8 or 9:
                throw thrift.Corrupt("an encrypted column, which is not supported");
            default:
                thrift.Skip(field);
                break;
        }
    }

    private void ReadMetaData(ref ThriftReader thrift, in SchemaLeaf leaf)
    {
        _hasMetaData = true;
        Values = _dataPage = -1;
        var fields = default(ThriftFields);
        while (thrift.Next(ref fields))
        {
            switch (fields.Id)
            {
                case 1:
                    Type = (PhysicalType)thrift.Int32(fields);
                    break;
                case 3:
                    ReadPath(ref thrift, fields, leaf);
                    break;
                case 4:
                    Codec = (PageCodec)thrift.Int32(fields);
                    break;
                case 5:
                    Values = thrift.Int64(fields);
                    break;
                case 9:
                    _dataPage = thrift.Int64(fields);
                    break;
                case 10:
                    _indexPage = thrift.Int64(fields);
                    break;
                case 11:
                    _dictionaryPage = thrift.Int64(fields);
                    break;
                default:
                    thrift.Skip(fields);
                    break;
            }
        }
    }

    private static void ReadPath(ref ThriftReader thrift, in ThriftFields field, in SchemaLeaf leaf)
    {
        int parts = thrift.List(field, ThriftType.Binary);
        for (int i = 0; i < parts; i++)
        {
            ReadOnlySpan<byte> part = thrift.Binary();
            if (!leaf.IsNested && (parts != 1 || !part.SequenceEqual(leaf.Element.NameBytes)))
                throw thrift.Corrupt("columns in a different order than its schema");
        }
    }
}
