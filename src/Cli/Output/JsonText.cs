// Output: JSON that is safe to show on a terminal.
using System.Globalization;
using System.Text;

namespace Sluice.Cli.Output;

/// <summary>
/// The JSON writer escapes control characters, but lets through the marks that reorder text. Escaped as <c>\u202e</c>
/// they are the same JSON, and harmless.
/// </summary>
internal static class JsonText
{
    /// <summary>One JSON value with a line feed after it and every such mark in its strings escaped.</summary>
    public static byte[] Escape(ReadOnlySpan<byte> json)
    {
        if (Ascii.IsValid(json))
            return [.. json, (byte)'\n'];
        string text = Encoding.UTF8.GetString(json);
        var escaped = new StringBuilder(text.Length + 16);
        Span<char> units = stackalloc char[2];
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.IsAscii || IsPlain(rune))
            {
                escaped.Append(rune);
                continue;
            }

            int count = rune.EncodeToUtf16(units);
            foreach (char unit in units[..count])
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
        }

        return Encoding.UTF8.GetBytes(escaped.Append('\n').ToString());
    }

    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
