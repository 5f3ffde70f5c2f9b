// Rows: one Parquet row as compact JSON, in a buffer that is reused for every row.
using System.Buffers;
using System.Buffers.Text;

namespace Sluice.Parquet.Rows;

/// <summary>A growable byte buffer with the few JSON forms that a row of scalar columns needs.</summary>
internal sealed class RowWriter
{
    // The longest number in text: a double in its round-trip form, or 20 digits of an integer with its sign.
    private const int MaxNumber = 32;

    private static readonly SearchValues<byte> _escaped =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    private static readonly SearchValues<byte> _clean =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(b => (byte)b).Except("\"\\"u8.ToArray())]);

    private byte[] _bytes = new byte[1024];
    private int _length;

    internal ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    internal int Length => _length;

    /// <summary>Bytes that may be read after <see cref="Written"/>.</summary>
    internal int Readable => _bytes.Length - _length;

    /// <summary>
    /// Every value is what a JSON reader makes of it: a number of digits, or a text of printable ASCII without escapes.
    /// </summary>
    internal bool IsClean { get; private set; } = true;

    internal void Clear()
    {
        _length = 0;
        IsClean = true;
    }

    /// <summary>Drops everything after the first <paramref name="length"/> bytes.</summary>
    internal void Truncate(int length) => _length = length;

    internal void Byte(byte b)
    {
        Reserve(1)[0] = b;
        _length++;
    }

    internal void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>Writes a value that is written already; <paramref name="clean"/> is what <see cref="IsClean"/> was of it.</summary>
    internal void Value(ReadOnlySpan<byte> json, bool clean)
    {
        Raw(json);
        IsClean &= clean;
    }

    /// <summary>The text of the value that begins at <paramref name="start"/> and ends here, without its quotes.</summary>
    internal (int Start, int End) TextOf(int start) =>
        _bytes[start] == (byte)'"' ? (start + 1, _length - 1) : (start, _length);

    internal void Boolean(bool value) => Value(value ? "true"u8 : "false"u8, clean: false);

    internal void Number(long value)
    {
        IsClean &= value >= 0;
        Utf8Formatter.TryFormat(value, Reserve(MaxNumber), out int n);
        _length += n;
    }

    internal void Number(ulong value)
    {
        Utf8Formatter.TryFormat(value, Reserve(MaxNumber), out int n);
        _length += n;
    }

    /// <summary>Writes the shortest text that reads back as the same value; an integral value has no fraction.</summary>
    internal void Number(double value)
    {
        IsClean = false;
        value.TryFormat(Reserve(MaxNumber), out int n, default, System.Globalization.CultureInfo.InvariantCulture);
        _length += n;
    }

    internal void Number(float value)
    {
        IsClean = false;
        value.TryFormat(Reserve(MaxNumber), out int n, default, System.Globalization.CultureInfo.InvariantCulture);
        _length += n;
    }

    /// <summary>Whether a JSON string can hold the text as it is.</summary>
    internal static bool IsPlain(ReadOnlySpan<byte> text) => text.IndexOfAny(_escaped) < 0;

    /// <summary>Whether the text is printable ASCII, and a JSON string can hold it as it is.</summary>
    internal static bool IsCleanText(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(_clean) < 0;

    /// <summary>Writes a clean text as a JSON string.</summary>
    internal void QuotedClean(ReadOnlySpan<byte> text)
    {
        Span<byte> to = Reserve(text.Length + 2);
        to[0] = (byte)'"';
        text.CopyTo(to[1..]);
        to[text.Length + 1] = (byte)'"';
        _length += text.Length + 2;
    }

    /// <summary>
    /// Writes a JSON string. Only what JSON forbids is escaped; invalid UTF-8 passes, as it does in a text line.
    /// </summary>
    internal void Quoted(ReadOnlySpan<byte> text)
    {
        IsClean = false;
        Span<byte> to = Reserve((text.Length * 6) + 2);
        int n = 0;
        to[n++] = (byte)'"';
        foreach (byte b in text)
        {
            if (b >= 0x20 && b != (byte)'"' && b != (byte)'\\')
            {
                to[n++] = b;
                continue;
            }
            to[n++] = (byte)'\\';
            if (b >= 0x20)
            {
                to[n++] = b;
                continue;
            }
            "u00"u8.CopyTo(to[n..]);
            to[n + 3] = (byte)(b < 0x10 ? '0' : '1');
            to[n + 4] = "0123456789abcdef"u8[b & 15];
            n += 5;
        }
        to[n++] = (byte)'"';
        _length += n;
    }

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - _length < count)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        return _bytes.AsSpan(_length);
    }
}
