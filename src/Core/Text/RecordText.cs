// Text: copying text into a record.
using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Sluice.Core.Text;

/// <summary>Copies in whole vectors, and has slower paths for text that is not plain.</summary>
internal static unsafe class RecordText
{
    /// <summary>Bytes past the end of a text that are read, and past the end of its copy that are written.</summary>
    public const int Slack = 32;

    /// <summary>The most bytes that one byte of text can become: <c>\u0000</c>.</summary>
    public const int MaxGrowth = 6;

    private static readonly SearchValues<byte> NotPlain = SearchValues.Create(
        [.. Enumerable.Range(0, 256).Where(b => b is < 0x20 or >= 0x80 or '"' or '\\').Select(b => (byte)b)]);

    /// <summary>Copies <paramref name="length"/> bytes and up to <see cref="Slack"/> more; returns the copy's end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Copy(byte* to, byte* from, int length)
    {
        // Each call site copies texts of similar length, so these branches predict well; stores are the expensive part.
        Vector128.Load(from).Store(to);
        if (length > 16)
        {
            Vector128.Load(from + 16).Store(to + 16);
            for (int i = 32; i < length; i += 32)
            {
                Vector128<byte> a = Vector128.Load(from + i);
                Vector128<byte> b = Vector128.Load(from + i + 16);
                a.Store(to + i);
                b.Store(to + i + 16);
            }
        }

        return to + length;
    }

    /// <summary>Writes JSON string content: quotes, backslashes and controls escaped, invalid UTF-8 replaced.</summary>
    public static byte* Escape(byte* to, byte* from, int length)
    {
        var text = new ReadOnlySpan<byte>(from, length);
        while (true)
        {
            int plain = text.IndexOfAny(NotPlain);
            if (plain < 0)
                plain = text.Length;
            text[..plain].CopyTo(new Span<byte>(to, plain));
            to += plain;
            text = text[plain..];
            if (text.IsEmpty)
                return to;
            if (text[0] < 0x80)
            {
                to = EscapeOne(to, text[0]);
                text = text[1..];
            }
            else
            {
                Rune.DecodeFromUtf8(text, out Rune rune, out int consumed);
                to += rune.EncodeToUtf8(new Span<byte>(to, 4));
                text = text[consumed..];
            }
        }
    }

    /// <summary>Copies UTF-8 with each invalid sequence replaced by U+FFFD.</summary>
    public static byte* Replace(byte* to, ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out Rune rune, out int consumed);
            to += rune.EncodeToUtf8(new Span<byte>(to, 4));
            text = text[consumed..];
        }

        return to;
    }

    private static byte* EscapeOne(byte* to, byte b)
    {
        byte letter = b switch
        {
            (byte)'"' => (byte)'"',
            (byte)'\\' => (byte)'\\',
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            (byte)'\b' => (byte)'b',
            (byte)'\f' => (byte)'f',
            _ => 0,
        };
        to[0] = (byte)'\\';
        if (letter != 0)
        {
            to[1] = letter;
            return to + 2;
        }

        "u00"u8.CopyTo(new Span<byte>(to + 1, 3));
        to[4] = (byte)('0' + (b >> 4));
        to[5] = "0123456789abcdef"u8[b & 15];
        return to + 6;
    }

    /// <summary>Turns the letters A to Z from <paramref name="from"/> to <paramref name="end"/> into lower case.</summary>
    public static void ToLower(byte* from, byte* end)
    {
        for (; from < end; from++)
            if (*from is >= (byte)'A' and <= (byte)'Z')
                *from |= 0x20;
    }
}
