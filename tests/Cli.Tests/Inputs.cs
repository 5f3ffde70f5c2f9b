// Tests: inputs made on the spot.
using System.IO.Compression;
using System.Text;

namespace Sluice.Cli.Tests;

internal static class Inputs
{
    public const string Line = "2 424805057484 eni-0f06a40fc9be596f6 212.83.179.156 10.0.0.96 123 123 17 2 152 1599665193 1599665488 ACCEPT OK\n";

    public static byte[] Lines(int count)
    {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++)
            text.Append(Line.Replace(" 152 ", $" {i + 1} ", StringComparison.Ordinal));
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    public static byte[] Gzip(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>A file that is deleted with the test.</summary>
    public static string File(string folder, string name, ReadOnlySpan<byte> bytes)
    {
        string path = Path.Combine(folder, name);
        System.IO.File.WriteAllBytes(path, bytes.ToArray());
        return path;
    }
}
