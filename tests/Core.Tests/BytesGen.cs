// Tests: bytes that are no flow log, or were one once.
using System.Text;
using CsCheck;

namespace Sluice.Core.Tests;

/// <summary>Mutated logs, and bytes from alphabets that reach the corners of the parser.</summary>
internal static class BytesGen
{
    // What decides something somewhere: separators, line ends, JSON's marks, escapes, halves of UTF-8 sequences.
    private static readonly Gen<byte> Deciding = Gen.OneOf(
        " \t\r\n\0{}[]:,\"\\-_.%0129afAFexu/"u8.ToArray().Concat(new byte[] { 0x7F, 0x80, 0xA9, 0xBF, 0xC0, 0xC3, 0xE2, 0xED, 0xEF, 0xF0, 0xF4, 0xFF }).ToArray());

    private static readonly Gen<byte[]> Fragment = Gen.OneOf(
        "2 123456789010 eni-0 10.0.0.1 10.0.0.2 1 2 6 1 40 1 2 ACCEPT OK", "srcaddr dstaddr", "\uFEFF", "{\"srcaddr\":\"10.0.0.1\"", "\\ud800",
        "{\"version\":2,\"start\":1661950735}", "1e400", "1.0E+2", "null", "true", "NODATA", "::ffff:1.2.3.4", "9223372036854775807", "\r\n", "\n\n")
        .Select(Encoding.UTF8.GetBytes);

    /// <summary>A log with some bytes changed, put in, taken out or doubled.</summary>
    internal static readonly Gen<(byte[] Bytes, string? Fields)> Mutated =
        from log in RecordGen.Any
        from edits in Gen.Select(Gen.Int[0, 4], Gen.Int[0, 1 << 20], Gen.OneOf(Deciding, Gen.Byte), Fragment).Array[0, 4]
        select (edits.Aggregate(Encoding.UTF8.GetBytes(log.Text), Edit), log.Fields);

    /// <summary>Nothing but chance, dense in the bytes that matter.</summary>
    internal static readonly Gen<byte[]> Random = Gen.OneOf(
        Gen.Byte.Array[0, 300],
        Deciding.Array[0, 300],
        Gen.OneOf(Deciding.Array[1, 6], Fragment).Array[1, 30].Select(parts => parts.SelectMany(part => part).ToArray()),
        Deciding.Array[0, 60].Select(bytes => (byte[])[.. "{\""u8, .. bytes]));

    private static byte[] Edit(byte[] bytes, (int Kind, int Place, byte Value, byte[] Part) edit)
    {
        int at = bytes.Length == 0 ? 0 : edit.Place % bytes.Length;
        int end = Math.Min(bytes.Length, at + 1 + (edit.Place % 7));
        return edit.Kind switch
        {
            0 => [.. bytes[..at], edit.Value, .. bytes[Math.Min(bytes.Length, at + 1)..]],
            1 => [.. bytes[..at], edit.Value, .. bytes[at..]],
            2 => [.. bytes[..at], .. bytes[end..]],
            3 => [.. bytes[..end], .. bytes[at..]],
            _ => [.. bytes[..at], .. edit.Part, .. bytes[at..]],
        };
    }
}
