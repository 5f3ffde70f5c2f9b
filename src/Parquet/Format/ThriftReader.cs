// Format: Thrift's compact protocol, as strictly as a footer needs it.
using Sluice.Core.Inflate;

namespace Sluice.Parquet.Format;

/// <summary>
/// Reads structs field by field, and trusts nothing: a field must have the type that its reader expects, a list cannot be
/// longer than the bytes left, and the depth of structs is limited. Running out of bytes throws
/// <see cref="EndOfStreamException"/>, any other fault <see cref="CorruptInputException"/>.
/// </summary>
/// <param name="bytes">The bytes to read.</param>
/// <param name="origin">Where the bytes begin in the file.</param>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes, long origin)
{
    // Twice the deepest path in parquet.thrift.
    private const int MaxDepth = 16;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes read.</summary>
    internal int At { get; set; }

    internal readonly int Left => _bytes.Length - At;

    /// <summary>The next field of a struct; false at the struct's end.</summary>
    internal bool Next(ref ThriftFields fields)
    {
        int header = Byte();
        if (header == 0)
            return false;
        long id = header >> 4 == 0 ? ZigZag(Varint()) : fields.Id + (header >> 4);
        return fields.TrySet(id, (ThriftType)(header & 15)) ? true : throw Corrupt($"an invalid field number, {id}");
    }

    internal bool Bool(in ThriftFields field) => field.Type switch
    {
        ThriftType.True => true,
        ThriftType.False => false,
        _ => throw Mistyped(field),
    };

    internal int Int32(in ThriftFields field)
    {
        Expect(field, ThriftType.Int32);
        return Int32();
    }

    internal long Int64(in ThriftFields field)
    {
        Expect(field, ThriftType.Int64);
        return ZigZag(Varint());
    }

    internal ReadOnlySpan<byte> Binary(in ThriftFields field)
    {
        Expect(field, ThriftType.Binary);
        return Binary();
    }

    internal readonly void Struct(in ThriftFields field) => Expect(field, ThriftType.Struct);

    /// <summary>The length of a list of <paramref name="elements"/>; each of them takes at least one byte.</summary>
    internal int List(in ThriftFields field, ThriftType elements)
    {
        Expect(field, ThriftType.List);
        int count = ListHead(out ThriftType type);
        return type == elements || count == 0 ? count : throw Corrupt($"a list of the wrong type in field {field.Id}");
    }

    /// <summary>An element of a list of integers.</summary>
    internal int Int32()
    {
        long value = ZigZag(Varint());
        return value == (int)value ? (int)value : throw Corrupt("an integer of more than 32 bits");
    }

    /// <summary>An element of a list of texts.</summary>
    internal ReadOnlySpan<byte> Binary()
    {
        ulong length = Varint();
        if (length > (ulong)Left)
            throw new EndOfStreamException();
        ReadOnlySpan<byte> value = _bytes.Slice(At, (int)length);
        At += (int)length;
        return value;
    }

    /// <summary>Skips a field that is not needed.</summary>
    internal void Skip(in ThriftFields field)
    {
        // In a struct, the type of a boolean field is its value, and no bytes follow.
        if (field.Type is not (ThriftType.True or ThriftType.False))
            SkipValue(field.Type, 0);
    }

    internal readonly CorruptInputException Corrupt(string what) => new($"Parquet metadata has {what}", origin + At);

    private void SkipStruct(int depth)
    {
        var fields = default(ThriftFields);
        while (Next(ref fields))
        {
            if (fields.Type is not (ThriftType.True or ThriftType.False))
                SkipValue(fields.Type, depth);
        }
    }

    private void SkipValue(ThriftType type, int depth)
    {
        if (depth > MaxDepth)
            throw Corrupt("structs nested too deeply");
        switch (type)
        {
            case ThriftType.True or ThriftType.False or ThriftType.Byte:
                Byte();
                break;
            case ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64:
                Varint();
                break;
            case ThriftType.Double:
                Pass(sizeof(double));
                break;
            case ThriftType.Binary:
                Binary();
                break;
            case ThriftType.List or ThriftType.Set:
                int count = ListHead(out ThriftType elements);
                for (int i = 0; i < count; i++)
                    SkipValue(elements, depth + 1);
                break;
            case ThriftType.Struct:
                SkipStruct(depth + 1);
                break;
            default: // parquet.thrift has no maps.
                throw Corrupt($"a field of type {(int)type}");
        }
    }

    private int ListHead(out ThriftType elements)
    {
        int header = Byte();
        elements = (ThriftType)(header & 15);
        ulong count = header >> 4 == 15 ? Varint() : (ulong)(header >> 4);
        return count <= (ulong)Left ? (int)count : throw Corrupt("a list longer than the metadata");
    }

    private readonly void Expect(in ThriftFields field, ThriftType type)
    {
        if (field.Type != type)
            throw Mistyped(field);
    }

    private readonly CorruptInputException Mistyped(in ThriftFields field) => Corrupt($"the wrong type in field {field.Id}");

    private int Byte() => At < _bytes.Length ? _bytes[At++] : throw new EndOfStreamException();

    private void Pass(int count) => At = count <= Left ? At + count : throw new EndOfStreamException();

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            int b = Byte();
            value |= (ulong)(b & 127) << shift;
            if (b < 128)
                return value;
        }
        throw Corrupt("a number of more than 64 bits");
    }

    private static long ZigZag(ulong n) => (long)(n >> 1) ^ -(long)(n & 1);
}
