// Tests: Parquet files written by hand, byte by byte, so that they may claim anything.
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Sluice.Parquet.Tests;

/// <summary>The pieces of a file, in Thrift's compact protocol.</summary>
internal static class Forge
{
    internal const int Int64 = 2, ByteArray = 6, Fixed = 7;
    internal const int Plain = 0, RleDictionary = 8;

    internal static byte[] File(byte[] body, byte[] footer)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
        return [.. "PAR1"u8, .. body, .. footer, .. length, .. "PAR1"u8];
    }

    /// <summary>One row group, or the same one several times, of the columns' pages.</summary>
    internal static byte[] Table(long rows, int groups, params (string Name, int Type, int Codec, byte[] Pages)[] columns)
    {
        var body = new List<byte>();
        var chunks = new List<byte[]>();
        var schema = new List<byte[]> { Group("schema", columns.Length) };
        foreach ((string name, int type, int codec, byte[] pages) in columns)
        {
            chunks.Add(Chunk(type, name, codec, rows, pages.Length, 4 + body.Count));
            schema.Add(Leaf(name, type));
            body.AddRange(pages);
        }
        return File([.. body], Footer(schema, rows * groups, [.. Enumerable.Repeat(RowGroup(chunks, rows), groups)]));
    }

    internal static byte[] Footer(List<byte[]> schema, long rows, List<byte[]> groups) =>
        new Thrift().Int(1, 1, 5).List(2, 12, schema).Int(3, rows, 6).List(4, 12, groups).Bytes(6, "x"u8).End();

    internal static byte[] Group(string name, int children, int? repetition = null)
    {
        var element = new Thrift();
        if (repetition is { } r)
            element.Int(3, r, 5);
        return element.Bytes(4, Encoding.UTF8.GetBytes(name)).Int(5, children, 5).End();
    }

    internal static byte[] Leaf(string name, int type, int repetition = 0, int length = 0) =>
        new Thrift().Int(1, type, 5).Int(2, length, 5).Int(3, repetition, 5).Bytes(4, Encoding.UTF8.GetBytes(name)).End();

    internal static byte[] Chunk(int type, string name, int codec, long values, long bytes, long at)
    {
        byte[] path = Encoding.UTF8.GetBytes(name);
        byte[] meta = new Thrift().Int(1, type, 5).List(2, 5, [[0], [6]])
            .List(3, 8, [[.. Varint((ulong)path.Length), .. path]]).Int(4, codec, 5).Int(5, values, 6).Int(6, bytes, 6)
            .Int(7, bytes, 6).Int(9, at, 6).End();
        return new Thrift().Int(2, at, 6).Struct(3, meta).End();
    }

    internal static byte[] RowGroup(List<byte[]> chunks, long rows) =>
        new Thrift().List(1, 12, chunks).Int(2, 1, 6).Int(3, rows, 6).End();

    /// <summary>A page of type 0 (data) or 2 (dictionary); <paramref name="size"/> is what it says it inflates to.</summary>
    internal static byte[] Page(int type, int values, byte[] stored, int encoding = Plain, int? size = null)
    {
        var kind = new Thrift().Int(1, values, 5).Int(2, encoding, 5);
        if (type == 0)
            kind.Int(3, 3, 5).Int(4, 3, 5);
        return [.. new Thrift().Int(1, type, 5).Int(2, size ?? stored.Length, 5).Int(3, stored.Length, 5)
            .Struct(type == 0 ? 5 : 7, kind.End()).End(), .. stored];
    }

    internal static byte[] Text(int length, byte of = (byte)'a')
    {
        byte[] value = new byte[4 + length];
        BinaryPrimitives.WriteInt32LittleEndian(value, length);
        value.AsSpan(4).Fill(of);
        return value;
    }

    /// <summary>Dictionary indexes: <paramref name="count"/> times the first entry, in five bytes or fewer.</summary>
    internal static byte[] Run(long count) => [1, .. Varint((ulong)count << 1), 0];

    internal static byte[] Gzip(byte[] bytes)
    {
        using var to = new MemoryStream();
        using (var gzip = new GZipStream(to, CompressionLevel.SmallestSize))
            gzip.Write(bytes);
        return to.ToArray();
    }

    internal static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value > 127; value >>= 7)
            bytes.Add((byte)(value | 128));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}
