// Object: detection by magic bytes.
namespace Sluice.Core;

/// <summary>Recognises an <see cref="ObjectFormat"/>.</summary>
public static class ObjectFormats
{
    /// <summary>As many first bytes as detection needs.</summary>
    public const int MagicLength = 4;

    /// <summary>The format that begins with <paramref name="first"/> (RFC 1952; Parquet's <c>PAR1</c>).</summary>
    public static ObjectFormat Detect(ReadOnlySpan<byte> first) =>
        first is [0x1f, 0x8b, ..] ? ObjectFormat.Gzip
        : first.StartsWith("PAR1"u8) ? ObjectFormat.Parquet
        : ObjectFormat.Text;
}
