// Inflate: the format of an object, by its first bytes.
namespace Sluice.Core.Inflate;

/// <summary>The one place that tells formats apart: those that are read, and those that are only named in errors.</summary>
internal static class ObjectFormats
{
    private const string Utf16 = "is UTF-16 text, which is not supported: convert it to UTF-8 first";
    private const string Utf32 = "is UTF-32 text, which is not supported: convert it to UTF-8 first";
    private const string Binary = "is binary or encrypted data, which is not supported: decrypt or decode it first";
    private const string MarkedGzip = "is gzip data after a byte order mark: something has changed its bytes";
    private const string MarkedParquet = "is a Parquet file after a byte order mark: something has changed its bytes";

    private static ReadOnlySpan<byte> Mark => [0xef, 0xbb, 0xbf];

    /// <summary>
    /// Judges the first bytes of an object. <paramref name="complete"/> says that no more can be had: the block is
    /// full, or the object ends. It does not wait for more of a pipe whose first bytes are plainly text.
    /// </summary>
    public static FormatGuess Judge(ReadOnlySpan<byte> head, bool complete)
    {
        bool marked = head.StartsWith(Mark);
        if (!complete && head.Length < Mark.Length && Mark.StartsWith(head))
            return Undecided;
        if (marked)
            head = head[Mark.Length..];

        // Padding may stand before a gzip member, as between members.
        int pad = 0;
        while (pad < head.Length && GzipReader.IsPadding(head[pad]))
            pad++;
        ReadOnlySpan<byte> packed = head[pad..];
        if (packed is [0x1f, 0x8b, ..])
            return marked ? Unreadable(MarkedGzip) : new(false, ObjectFormat.Gzip);
        if (head.StartsWith("PAR1"u8))
            return marked ? Unreadable(MarkedParquet) : new(false, ObjectFormat.Parquet);
        if (!complete && (packed is [] or [0x1f] || "PAR1"u8.StartsWith(head)))
            return Undecided;
        return Named(head, complete) ?? Encoded(head, complete) ?? Shape(head, complete);
    }

    private static FormatGuess Undecided => new(true, ObjectFormat.Text);

    private static FormatGuess Text => new(false, ObjectFormat.Text);

    private static FormatGuess Unreadable(string what) => new(false, ObjectFormat.Text, what);

    private static FormatGuess? Named(ReadOnlySpan<byte> head, bool complete)
    {
        bool mayMatch = false;
        foreach (Magic magic in MagicTable.All)
        {
            if (magic.Matches(head) && (!magic.AlsoText || LooksPacked(head, magic)))
                return Unreadable(magic.Is);
            mayMatch |= magic.MayMatch(head);
        }

        return mayMatch && !complete ? Undecided : null;
    }

    /// <summary>Decides by the bytes that follow when text may begin with the magic too.</summary>
    private static bool LooksPacked(ReadOnlySpan<byte> head, Magic magic)
    {
        var shape = new TextShape(head);
        if (magic.Bytes.Length > 1)
            return shape.IsOdd;
        // A zlib header is a multiple of 31 (RFC 1950), without a preset dictionary.
        return head.Length > 1 && (head[0] << 8 | head[1]) % 31 == 0 && (head[1] & 0x20) == 0 && shape.LooksBinary;
    }

    /// <summary>UTF-16 and UTF-32, by their byte order marks or by where the zero bytes are.</summary>
    private static FormatGuess? Encoded(ReadOnlySpan<byte> head, bool complete)
    {
        if (!complete && head.Length < 4 && head is [0xff] or [0xfe] or [0xff, 0xfe] or [0xff, 0xfe, 0])
            return Undecided;
        if (head is [0xff, 0xfe, 0, 0, ..] or [0, 0, 0xfe, 0xff, ..])
            return Unreadable(Utf32);
        if (head is [0xff, 0xfe, ..] or [0xfe, 0xff, ..])
            return Unreadable(Utf16);
        if (head.Length < 4 || !head.Contains((byte)0))
            return null;
        Span<int> zeros = [0, 0, 0, 0];
        for (int i = 0; i < head.Length; i++)
            zeros[i & 3] += head[i] == 0 ? 1 : 0;
        // Nearly every character of flow-log text is ASCII.
        int quarter = head.Length / 4;
        int most = quarter - quarter / 8, least = quarter / 8;
        bool utf32 = (zeros[1] >= most && zeros[2] >= most) && (zeros[0] >= most ? zeros[3] <= least : zeros[3] >= most && zeros[0] <= least);
        bool little = zeros[1] >= most && zeros[3] >= most && zeros[0] <= least && zeros[2] <= least;
        bool big = zeros[0] >= most && zeros[2] >= most && zeros[1] <= least && zeros[3] <= least;
        return (utf32 || little || big) switch
        {
            false => null,
            true when !complete => Undecided,
            _ => Unreadable(utf32 ? Utf32 : Utf16),
        };
    }

    private static FormatGuess Shape(ReadOnlySpan<byte> head, bool complete)
    {
        var shape = new TextShape(head);
        if (shape.IsClean)
            return Text;
        if (!complete && (shape.LooksBinary || !shape.HasLineFeed))
            return Undecided;
        return shape.LooksBinary ? Unreadable(Binary) : Text;
    }
}
