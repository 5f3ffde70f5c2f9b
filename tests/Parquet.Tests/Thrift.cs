// Tests: a writer of Thrift's compact protocol.
namespace Sluice.Parquet.Tests;

/// <summary>One struct being written.</summary>
internal sealed class Thrift
{
    private readonly List<byte> _bytes = [];
    private int _last;

    internal Thrift Int(int id, long value, int type)
    {
        Field(id, type);
        _bytes.AddRange(Forge.Varint((ulong)((value << 1) ^ (value >> 63))));
        return this;
    }

    internal Thrift Bytes(int id, ReadOnlySpan<byte> value)
    {
        Field(id, 8);
        _bytes.AddRange(Forge.Varint((ulong)value.Length));
        _bytes.AddRange(value);
        return this;
    }

    internal Thrift Struct(int id, byte[] value)
    {
        Field(id, 12);
        _bytes.AddRange(value);
        return this;
    }

    internal Thrift List(int id, int type, List<byte[]> values)
    {
        Field(id, 9);
        if (values.Count < 15)
            _bytes.Add((byte)((values.Count << 4) | type));
        else
            _bytes.AddRange([(byte)(0xF0 | type), .. Forge.Varint((ulong)values.Count)]);
        foreach (byte[] value in values)
            _bytes.AddRange(value);
        return this;
    }

    internal byte[] End() => [.. _bytes, 0];

    private void Field(int id, int type)
    {
        _bytes.Add((byte)(((id - _last) << 4) | type));
        _last = id;
    }
}
