// Lines room: a footer walked once before the package reads it, for the sizes it claims.
namespace Sluice.Parquet;

/// <summary>
/// Thrift's compact protocol writes a list's length in front of it, and the package makes room for that many objects at
/// once. Walking the bytes first shows whether the list can be there: an element takes a byte at least.
/// </summary>
internal ref struct ThriftWalk(ReadOnlySpan<byte> bytes)
{
    // The deepest path in parquet.thrift is well below this; a forged one must not grow the stack.
    private const int MaxDepth = 32;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <summary>Throws where the bytes are no well-formed struct.</summary>
    internal static void Check(ReadOnlySpan<byte> bytes) => new ThriftWalk(bytes).Struct(0);

    private void Struct(int depth)
    {
        if (depth > MaxDepth)
            throw new InvalidDataException("a footer nested too deeply");
        int header;
        while ((header = Byte()) != 0)
        {
            if (header >> 4 == 0)
                Varint();
            int type = header & 15;
            // In a struct a boolean's value is its type.
            if (type is not (1 or 2))
                Value(type, depth);
        }
    }

    private void Value(int type, int depth)
    {
        switch (type)
        {
            case 1 or 2 or 3:
                Skip(1);
                break;
            case 4 or 5 or 6:
                Varint();
                break;
            case 7:
                Skip(sizeof(double));
                break;
            case 8:
                Skip(Varint());
                break;
            case 9 or 10:
                List(depth);
                break;
            case 12:
                Struct(depth + 1);
                break;
            default: // parquet.thrift has no maps.
                throw new InvalidDataException($"a footer with a field of type {type}");
        }
    }

    private void List(int depth)
    {
        int header = Byte();
        ulong count = header >> 4 == 15 ? Varint() : (ulong)(header >> 4);
        if (count > (ulong)(_bytes.Length - _at))
            throw new InvalidDataException("a footer with a list longer than itself");
        for (ulong i = 0; i < count; i++)
            Value(header & 15, depth);
    }

    private int Byte()
    {
        if (_at >= _bytes.Length)
            throw new InvalidDataException("a footer that does not end");
        return _bytes[_at++];
    }

    private void Skip(ulong count)
    {
        if (count > (ulong)(_bytes.Length - _at))
            throw new InvalidDataException("a footer that does not end");
        _at += (int)count;
    }

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
        throw new InvalidDataException("a number of more than 64 bits");
    }
}
