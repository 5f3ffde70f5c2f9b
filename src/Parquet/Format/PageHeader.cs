// Format: parquet.thrift, PageHeader and the headers within it.
namespace Sluice.Parquet.Format;

/// <summary>What a page says about itself.</summary>
internal struct PageHeader
{
    private const int DataField = 5, DictionaryField = 7, DataV2Field = 8;

    private int _kind;

    internal PageType Type { get; private set; }

    internal int Uncompressed { get; private set; }

    internal int Compressed { get; private set; }

    /// <summary>Values of a data page, including NULLs; entries of a dictionary page.</summary>
    internal int Values { get; private set; }

    internal PageEncoding Encoding { get; private set; }

    internal PageEncoding LevelEncoding { get; private set; }

    /// <summary>Bytes of definition levels. The levels of a version 2 page come before its values, uncompressed.</summary>
    internal int DefinitionBytes { get; private set; }

    internal int RepetitionBytes { get; private set; }

    /// <summary>A version 2 page may leave its values uncompressed.</summary>
    internal bool IsCompressed { get; private set; }

    internal static PageHeader Read(ref ThriftReader thrift)
    {
        var header = new PageHeader { IsCompressed = true, Values = -1, Compressed = -1, Uncompressed = -1, LevelEncoding = PageEncoding.Rle };
        var fields = default(ThriftFields);
        while (thrift.Next(ref fields))
        {
            switch (fields.Id)
            {
                case 1:
                    header.Type = (PageType)thrift.Int32(fields);
                    break;
                case 2:
                    header.Uncompressed = thrift.Int32(fields);
                    break;
                case 3:
                    header.Compressed = thrift.Int32(fields);
                    break;
                case DataField or DictionaryField or DataV2Field:
                    thrift.Struct(fields);
                    header.ReadKind(ref thrift, fields.Id);
                    break;
                default:
                    thrift.Skip(fields);
                    break;
            }
        }
        header.Check(ref thrift);
        return header;
    }

    private void ReadKind(ref ThriftReader thrift, int kind)
    {
        _kind = kind;
        var fields = default(ThriftFields);
        while (thrift.Next(ref fields))
        {
            switch (kind, fields.Id)
            {
                case (_, 1):
                    Values = thrift.Int32(fields);
                    break;
                case (DataField or DictionaryField, 2) or (DataV2Field, 4):
                    Encoding = (PageEncoding)thrift.Int32(fields);
                    break;
                case (DataField, 3):
                    LevelEncoding = (PageEncoding)thrift.Int32(fields);
                    break;
                case (DataV2Field, 5):
                    DefinitionBytes = thrift.Int32(fields);
                    break;
                case (DataV2Field, 6):
                    RepetitionBytes = thrift.Int32(fields);
                    break;
                case (DataV2Field, 7):
                    IsCompressed = thrift.Bool(fields);
                    break;
                default:
                    thrift.Skip(fields);
                    break;
            }
        }
    }

    private readonly void Check(ref ThriftReader thrift)
    {
        int wanted = Type switch
        {
            PageType.Data => DataField,
            PageType.Dictionary => DictionaryField,
            PageType.DataV2 => DataV2Field,
            PageType.Index => 0,
            _ => throw thrift.Corrupt($"a page of type {(int)Type}"),
        };
        if (Compressed < 0 || Uncompressed < 0)
            throw thrift.Corrupt("a page without a size");
        if (wanted == 0)
            return;
        if (_kind != wanted || Values < 0)
            throw thrift.Corrupt("a page without its header");
        if (DefinitionBytes < 0 || RepetitionBytes < 0 || (long)DefinitionBytes + RepetitionBytes > Math.Min(Compressed, Uncompressed))
            throw thrift.Corrupt("a page with more levels than bytes");
    }
}
