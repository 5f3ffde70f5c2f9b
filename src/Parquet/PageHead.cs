// Lines room: what a page of a Parquet file says about itself, read before the page is.
using Parquet.Meta;

namespace Sluice.Parquet;

/// <summary>The sizes in a page header (parquet.thrift, PageHeader), in Thrift's compact protocol.</summary>
internal struct PageHead
{
    // Struct nesting of a page header is three; a forged one must not grow the stack.
    private const int MaxDepth = 8;

    internal PageType Type;
    internal int Uncompressed;
    internal int Compressed;

    /// <summary>Values with NULLs of a data page, entries of a dictionary page.</summary>
    internal int Values;

    /// <summary>Bytes of levels that stand uncompressed in front of a version 2 page.</summary>
    internal int LevelBytes;

    /// <summary>Reads the header at the input's position and leaves the input behind it.</summary>
    internal static PageHead Read(ParquetInput input)
    {
        var head = default(PageHead);
        head.ReadStruct(input, path: 0, depth: 0);
        return head;
    }

    // The path names a struct by the field that holds it: 0 the header, 5 and 8 data pages, 7 a dictionary page.
    private void ReadStruct(ParquetInput input, int path, int depth)
    {
        if (depth > MaxDepth)
            throw new InvalidDataException("a page header nested too deeply");
        int field = 0;
        int header;
        while ((header = input.ReadByte()) != 0)
        {
            int delta = header >> 4;
            field = delta != 0 ? field + delta : (int)ZigZag(Varint(input));
            ReadField(input, path, field, header & 15, depth);
        }
    }

    private void ReadField(ParquetInput input, int path, int field, int type, int depth)
    {
        switch (type)
        {
            case 1 or 2: // A boolean's value is its type.
                return;
            case 3:
                input.ReadByte();
                return;
            case 4 or 5 or 6:
                Take(path, field, ZigZag(Varint(input)));
                return;
            case 7:
                input.Seek(sizeof(double), SeekOrigin.Current);
                return;
            case 8:
                input.Seek(checked((long)Varint(input)), SeekOrigin.Current);
                return;
            case 12:
                ReadStruct(input, depth == 0 ? field : -1, depth + 1);
                return;
            default: // No page header has a list, set or map.
                throw new InvalidDataException($"a page header with a field of type {type}");
        }
    }

    private void Take(int path, int field, long value)
    {
        int size = checked((int)value);
        switch (path, field)
        {
            case (0, 1):
                Type = (PageType)size;
                break;
            case (0, 2):
                Uncompressed = size;
                break;
            case (0, 3):
                Compressed = size;
                break;
            case (5 or 7 or 8, 1):
                Values = size;
                break;
            case (8, 5 or 6):
                LevelBytes = checked(LevelBytes + size);
                break;
            default:
                break;
        }
    }

    private static long ZigZag(ulong n) => (long)(n >> 1) ^ -(long)(n & 1);

    private static ulong Varint(ParquetInput input)
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            int b = input.ReadByte();
            value |= (ulong)(b & 127) << shift;
            if (b < 128)
                return value;
        }
        throw new InvalidDataException("a number of more than 64 bits");
    }
}
