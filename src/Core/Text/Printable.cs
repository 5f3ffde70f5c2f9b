// Text: makes text from data safe to show to a person.
using System.Globalization;
using System.Text;

namespace Sluice.Core.Text;

/// <summary>
/// Escapes what would control a terminal or break a log line: control characters (ESC and line feed among them), the
/// marks that reorder or break text, and invalid Unicode.
/// </summary>
public static class Printable
{
    /// <summary>
    /// The text with every such character written as <c>\n</c>, <c>\t</c>, <c>\x1b</c> or <c>\u202e</c>; the same
    /// instance when there is none.
    /// </summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int first = 0;
        while (first < text.Length && IsPlain(text, first))
            first++;
        if (first == text.Length)
            return text;

        var shown = new StringBuilder(text, 0, first, text.Length + 16);
        for (int i = first; i < text.Length; i++)
        {
            char c = text[i];
            if (IsPlain(text, i))
                shown.Append(c);
            else if (char.IsSurrogate(c) && char.IsSurrogatePair(text, i))
                shown.Append(c).Append(text[++i]);
            else
                shown.Append(Escaped(c));
        }

        return shown.ToString();
    }

    /// <summary>As <see cref="Escape(string)"/>, for UTF-8; invalid bytes become U+FFFD.</summary>
    public static string Escape(ReadOnlySpan<byte> utf8) => Escape(Encoding.UTF8.GetString(utf8));

    /// <summary>
    /// Escapes UTF-8 into the caller's memory, cut where that is full; line feed, return and tab become <c>\x0a</c>,
    /// <c>\x0d</c> and <c>\x09</c>. Allocates nothing; returns the bytes written.
    /// </summary>
    public static int Escape(ReadOnlySpan<byte> utf8, Span<byte> to)
    {
        int written = 0;
        while (!utf8.IsEmpty)
        {
            bool valid = Rune.DecodeFromUtf8(utf8, out Rune rune, out int used) == System.Buffers.OperationStatus.Done;
            Span<byte> rest = to[written..];
            int size;
            if (!valid || IsPlain(rune))
            {
                if (!rune.TryEncodeToUtf8(rest, out size))
                    break;
            }
            else if (!(rune.Value < 0x100
                ? System.Text.Unicode.Utf8.TryWrite(rest, $"\\x{rune.Value:x2}", out size)
                : System.Text.Unicode.Utf8.TryWrite(rest, $"\\u{rune.Value:x4}", out size)))
            {
                break;
            }

            written += size;
            utf8 = utf8[used..];
        }

        return written;
    }

    private static bool IsPlain(string text, int at) => !char.IsSurrogate(text[at]) && IsPlain(new Rune(text[at]));

    private static bool IsPlain(Rune rune) => rune.Value is >= ' ' and < 0x7f || (rune.Value >= 0xa0 && Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));

    private static string Escaped(char c) => c switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ when char.IsSurrogate(c) => "\uFFFD",
        < '\u0100' => $"\\x{(int)c:x2}",
        _ => $"\\u{(int)c:x4}",
    };
}
