// Inflate: formats that are recognised so that errors can name them; none of them is read.
namespace Sluice.Core.Inflate;

/// <summary>Magic bytes, from each format's specification.</summary>
internal static class MagicTable
{
    private const string Reads = "Sluice reads text, gzip and Parquet";

    /// <summary>All rows, longer magics before those that they begin with.</summary>
    public static Magic[] All { get; } =
    [
        // RFC 8878 and older versions of the format; pzstd begins with a skippable frame, which LZ4 has too.
        .. Each(0x22, 0x28, first => new Magic([first, 0xb5, 0x2f, 0xfd], Packed("zstd"))),
        .. Each(0x50, 0x5f, first => new Magic([first, 0x2a, 0x4d, 0x18], Packed("zstd- or LZ4"))),
        new([0x37, 0xa4, 0x30, 0xec], $"is a zstd dictionary, which is not supported: {Reads}"),
        new([0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], Packed("xz")),
        new([0x5d, 0, 0], Packed("LZMA")),
        new([.. "LZIP"u8, 1], Packed("lzip")),
        .. Each((byte)'1', (byte)'9', level => new Magic([.. "BZh"u8, level, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59], Packed("bzip2"))),
        .. Each((byte)'1', (byte)'9', level => new Magic([.. "BZh"u8, level, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90], Packed("bzip2"))),
        .. Each((byte)'1', (byte)'9', level => new Magic([.. "BZh"u8, level], Packed("bzip2"), AlsoText: true)),
        new([0x04, 0x22, 0x4d, 0x18], Packed("LZ4")),
        new([0x02, 0x21, 0x4c, 0x18], Packed("LZ4")),
        new([0xff, 0x06, 0, 0, .. "sNaPpY"u8], Packed("Snappy")),
        new([0x89, .. "LZO"u8], Packed("LZO")),
        new([0x1f, 0x9d], Packed("compress (.Z)")),
        new([0x1f, 0xa0], Packed("compress (LZH)")),
        new([0x1f, 0x1e], Packed("pack")),
        // RFC 1950: the second byte holds the level and a check.
        new([0x78, 0x01], Packed("zlib")),
        new([0x78, 0x9c], Packed("zlib")),
        new([0x78, 0xda], Packed("zlib")),
        .. Each(0, 7, window => new Magic([(byte)(window << 4 | 8)], Packed("zlib"), AlsoText: true)),

        new([.. "PK"u8, 3, 4], Archive("a zip archive")),
        new([.. "PK"u8, 5, 6], Archive("an empty zip archive")),
        new([.. "PK"u8, 7, 8], Archive("a zip archive of several parts")),
        new([.. "7z"u8, 0xbc, 0xaf, 0x27, 0x1c], Archive("a 7z archive")),
        new([.. "Rar!"u8, 0x1a, 0x07], Archive("a RAR archive")),
        new([.. "ustar"u8], Archive("a tar archive"), At: 257),

        new([.. "Obj"u8, 1], Other("an Avro file")),
        new([.. "ORC"u8], Other("an ORC file"), AlsoText: true),
        new([.. "ARROW1"u8, 0, 0], Other("an Arrow file")),
        new([.. "FEA1"u8], Other("a Feather file"), AlsoText: true),
        new([.. "PARE"u8], "is a Parquet file with an encrypted footer, which is not supported: store it without column encryption", AlsoText: true),
        new([.. "SEQ"u8, 6], Other("a Hadoop sequence file")),
        new([.. "SQLite format 3"u8, 0], Other("an SQLite database")),
        new([.. "%PDF-"u8], Other("a PDF document")),
        new([0x89, .. "PNG\r\n"u8], Other("a PNG image")),
        new([0xff, 0xd8, 0xff], Other("a JPEG image")),
        new([.. "GIF8"u8], Other("a GIF image"), AlsoText: true),
        new([0x7f, .. "ELF"u8], Other("an ELF executable")),
        new([0xca, 0xfe, 0xba, 0xbe], Other("a program")),
        new([0xd4, 0xc3, 0xb2, 0xa1], Other("a packet capture (pcap)")),
        new([0xa1, 0xb2, 0xc3, 0xd4], Other("a packet capture (pcap)")),
        new([0x0a, 0x0d, 0x0d, 0x0a], Other("a packet capture (pcapng)"), AlsoText: true),

        new([.. "Salted__"u8], Encrypted("OpenSSL")),
        new([.. "age-encryption.org/"u8], Encrypted("age")),
        new([.. "-----BEGIN PGP MESSAGE"u8], Encrypted("PGP")),
        new([.. "-----BEGIN AGE ENCRYPTED"u8], Encrypted("age")),
    ];

    private static string Packed(string name) => $"is {name}-compressed, which is not supported: decompress it first";

    private static string Archive(string name) => $"is {name}, which is not supported: unpack it first";

    private static string Other(string name) => $"is {name}, which is not supported: {Reads}";

    private static string Encrypted(string name) => $"is {name}-encrypted, which is not supported: decrypt it first";

    private static IEnumerable<Magic> Each(byte from, byte to, Func<byte, Magic> row)
    {
        for (int i = from; i <= to; i++)
            yield return row((byte)i);
    }
}
