// Tests: gzip members, made byte by byte where the library would not.
using System.Buffers.Binary;
using System.IO.Compression;

namespace Sluice.Core.Tests;

internal static class Gzip
{
    public static byte[] Member(ReadOnlySpan<byte> bytes, CompressionLevel level = CompressionLevel.Fastest)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level, leaveOpen: true))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>A member with every optional part of a header (RFC 1952), its header checksum among them.</summary>
    public static byte[] MemberWithWholeHeader(ReadOnlySpan<byte> bytes)
    {
        byte[] plain = Member(bytes);
        byte[] head = [0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 255, 4, 0, (byte)'e', (byte)'x', (byte)'t', (byte)'r', .. "name.log\0"u8, .. "a comment\0"u8];
        byte[] check = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(check, (ushort)Crc32(head));
        return [.. head, .. check, .. plain.AsSpan(10)];
    }

    /// <summary>All bytes that come out, and the error that ends them.</summary>
    public static (byte[] Bytes, Exception? Fault) Read(Stream stored, InflateLimits? limits = null, int room = 64 << 10)
    {
        var read = new MemoryStream();
        using var bytes = new PeekStream(stored);
        try
        {
            using var content = ObjectContent.Open(bytes, limits ?? InflateLimits.None);
            byte[] buffer = new byte[room];
            for (int got; (got = content.Read(buffer)) > 0;)
                read.Write(buffer, 0, got);
            return (read.ToArray(), null);
        }
        catch (IOException e)
        {
            return (read.ToArray(), e);
        }
    }

    public static (byte[] Bytes, Exception? Fault) Read(byte[] stored, InflateLimits? limits = null, int room = 64 << 10) =>
        Read(new MemoryStream(stored), limits, room);

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~0u;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int i = 0; i < 8; i++)
                crc = (crc >> 1) ^ (0xEDB88320u & (uint)-(int)(crc & 1));
        }

        return ~crc;
    }
}
