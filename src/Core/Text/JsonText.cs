// Text: the text that a JSON string stands for.
using System.Text;

namespace Sluice.Core.Text;

/// <summary>Resolves the escapes of a string that <see cref="JsonCursor"/> has read.</summary>
internal static unsafe class JsonText
{
    /// <summary>
    /// Writes the text of <paramref name="raw"/>, which is never longer than <paramref name="raw"/>; returns its length,
    /// or -1 where an escape is only half of a surrogate pair.
    /// </summary>
    public static int Unescape(Slice raw, byte* to)
    {
        byte* start = to;
        ReadOnlySpan<byte> text = raw.Span;
        while (true)
        {
            int plain = text.IndexOf((byte)'\\');
            if (plain < 0)
                plain = text.Length;
            text[..plain].CopyTo(new Span<byte>(to, plain));
            to += plain;
            text = text[plain..];
            if (text.IsEmpty)
                return (int)(to - start);
            if (text[1] != 'u')
            {
                *to++ = text[1] switch
                {
                    (byte)'b' => (byte)'\b',
                    (byte)'f' => (byte)'\f',
                    (byte)'n' => (byte)'\n',
                    (byte)'r' => (byte)'\r',
                    (byte)'t' => (byte)'\t',
                    byte itself => itself,
                };
                text = text[2..];
                continue;
            }

            char unit = Unit(text);
            text = text[6..];
            if (!Rune.TryCreate(unit, out Rune rune))
            {
                if (text.Length < 6 || text[0] != '\\' || text[1] != 'u' || !Rune.TryCreate(unit, Unit(text), out rune))
                    return -1;
                text = text[6..];
            }

            to += rune.EncodeToUtf8(new Span<byte>(to, 4));
        }
    }

    /// <summary>The UTF-16 code unit of an escape, whose four digits the cursor has checked.</summary>
    private static char Unit(ReadOnlySpan<byte> escape)
    {
        int unit = 0;
        foreach (byte digit in escape.Slice(2, 4))
            unit = unit << 4 | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        return (char)unit;
    }
}
