// Tests: formats by their first bytes.
using System.Text;

namespace Sluice.Core.Tests;

public sealed class ObjectFormatsTests
{
    private const string Line = "2 424805057484 eni-0f06a40fc9be596f6 212.83.179.156 10.0.0.96 123 123 17 2 152 1599665193 1599665488 ACCEPT OK\n";

    [Theory]
    [InlineData("zstd", "28B52FFD 04001100")]
    [InlineData("zstd", "27B52FFD 04001100")]
    [InlineData("zstd- or LZ4", "502A4D18 04000000 00000000 28B52FFD")]
    [InlineData("zstd- or LZ4", "5F2A4D18 04000000")]
    [InlineData("zstd", "EFBBBF 28B52FFD 04001100")]
    [InlineData("xz", "FD377A585A00 0004")]
    [InlineData("LZMA", "5D00008000 FFFFFFFF")]
    [InlineData("lzip", "4C5A495001 0C")]
    [InlineData("bzip2", "425A68 39 314159265359 AB")]
    [InlineData("bzip2", "425A68 31 177245385090 00000000")]
    [InlineData("LZ4", "04224D18 64")]
    [InlineData("LZ4", "02214C18 64")]
    [InlineData("Snappy", "FF060000734E61507059 00")]
    [InlineData("compress", "1F9D90 3264")]
    [InlineData("zlib", "789C 4B4C4A06")]
    [InlineData("zlib", "7801 4B4C4A06")]
    [InlineData("zlib", "78DA 4B4C4A06")]
    [InlineData("a zip archive", "504B0304 1400")]
    [InlineData("an empty zip archive", "504B0506 00000000")]
    [InlineData("a 7z archive", "377ABCAF271C 0004")]
    [InlineData("an Avro file", "4F626A01 04")]
    [InlineData("an ORC file", "4F5243 1100000A")]
    [InlineData("an ORC file", "4F5243 0A06120408 0050003A")]
    [InlineData("an Arrow file", "4152524F57310000")]
    [InlineData("encrypted footer", "50415245 00000000")]
    [InlineData("a PDF", "255044462D312E37 0A")]
    [InlineData("a PNG", "89504E470D0A1A0A")]
    [InlineData("a JPEG", "FFD8FFE0 0010")]
    [InlineData("an ELF", "7F454C4602")]
    [InlineData("OpenSSL-encrypted", "53616C7465645F5F 0102")]
    [InlineData("UTF-16", "FFFE 3200")]
    [InlineData("UTF-16", "FEFF 0032")]
    [InlineData("UTF-16", "FFFE")]
    [InlineData("UTF-32", "FFFE0000 32000000")]
    [InlineData("UTF-32", "0000FEFF 00000032")]
    [InlineData("gzip data after a byte order mark", "EFBBBF 1F8B0800")]
    public void Judge_NamedFormat_IsNamed(string name, string hex)
    {
        byte[] head = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        Assert.Contains(name, Judge(head).Unreadable, StringComparison.Ordinal);
        Assert.StartsWith("is ", Judge(head).Unreadable, StringComparison.Ordinal);
        // Byte by byte it is never taken for something else on the way.
        for (int have = 0; have < head.Length; have++)
        {
            var early = ObjectFormats.Judge(head.AsSpan(0, have), complete: false);
            Assert.True(early.Undecided || early.Unreadable is not null || early.Format == ObjectFormat.Text, $"{have} bytes");
        }
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-32", true)]
    [InlineData("utf-32BE", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-32", false)]
    [InlineData("utf-32BE", false)]
    public void Judge_TextOfWiderCharacters_IsNamedWithoutItsMarkToo(string encoding, bool longText)
    {
        byte[] wide = Encoding.GetEncoding(encoding).GetBytes(longText ? string.Concat(Enumerable.Repeat(Line, 30)) : Line);
        Assert.StartsWith($"is {encoding[..6].ToUpperInvariant()} text", Judge(wide[..Math.Min(wide.Length, PeekStream.BlockSize)]).Unreadable, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_RandomBytes_AreBinaryHoweverFew()
    {
        var random = new Random(7);
        for (int i = 0; i < 2000; i++)
        {
            byte[] bytes = new byte[random.Next(64, PeekStream.BlockSize)];
            random.NextBytes(bytes);
            Assert.NotNull(Judge(bytes).Unreadable);
        }
    }

    [Fact]
    public void Judge_ZerosWithoutALineFeed_AreBinary()
    {
        Assert.NotNull(Judge(new byte[100]).Unreadable);
        Assert.NotNull(Judge(new byte[PeekStream.BlockSize]).Unreadable);
        byte[] block = new byte[PeekStream.BlockSize];
        block.AsSpan().Fill((byte)'a');
        Assert.Null(Judge(block).Unreadable);
        block[77] = 0;
        Assert.NotNull(Judge(block).Unreadable);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("\n")]
    [InlineData("   ")]
    [InlineData("P")]
    [InlineData("BZh9 is how a bzip2 file begins\n")]
    [InlineData("ORCA 1 2 3\n")]
    [InlineData("GIF89 1 2 3\n")]
    [InlineData("x^2 + 1\n")]
    [InlineData("hello wörld\n")]
    [InlineData("\u001b[31mred\u0007\n")]
    [InlineData("{\"srcaddr\":\"10.0.0.1\"}")]
    [InlineData("\ufeff" + Line)]
    [InlineData(Line)]
    [InlineData("2 424805057484 eni-0f06a40fc9be596f6 212.83.179.156 10.0.0.96 123 123 17 2 152 1599665193 1599665488 ACCEPT\0 OK")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0" + Line)]
    public void Judge_Text_IsText(string text)
    {
        var guess = Judge(Encoding.UTF8.GetBytes(text));
        Assert.Null(guess.Unreadable);
        Assert.Equal(ObjectFormat.Text, guess.Format);
    }

    [Fact]
    public void Judge_ALogWithAStretchOfZeros_IsText()
    {
        byte[] log = [.. Encoding.ASCII.GetBytes(Line), .. new byte[3000], .. Encoding.ASCII.GetBytes(Line + Line)];
        Assert.Null(Judge(log).Unreadable);
    }

    [Fact]
    public void Judge_InvalidUtf8InOneLine_IsText()
    {
        Assert.Null(Judge([0xef, (byte)'\n']).Unreadable);
        Assert.Null(Judge([.. Encoding.ASCII.GetBytes(Line + Line), 0xff, 0xc3, 0x28, (byte)'\n']).Unreadable);
    }

    [Fact]
    public void Judge_GzipAndParquet_AreToldByteByByte()
    {
        Assert.True(ObjectFormats.Judge([0x1f], complete: false).Undecided);
        Assert.Equal(ObjectFormat.Gzip, ObjectFormats.Judge([0x1f, 0x8b], complete: false).Format);
        Assert.Equal(ObjectFormat.Gzip, ObjectFormats.Judge([(byte)'\n', 0x1f, 0x8b], complete: false).Format);
        Assert.True(ObjectFormats.Judge("PAR"u8, complete: false).Undecided);
        Assert.Equal(ObjectFormat.Parquet, ObjectFormats.Judge("PAR1"u8, complete: false).Format);
        Assert.Equal(ObjectFormat.Text, ObjectFormats.Judge("PAR"u8, complete: true).Format);
    }

    private static FormatGuess Judge(byte[] head)
    {
        var guess = ObjectFormats.Judge(head, complete: true);
        Assert.False(guess.Undecided);
        return guess;
    }
}
