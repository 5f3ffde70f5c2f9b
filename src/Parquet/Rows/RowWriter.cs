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

    private byte[] _bytes = new byte[1024];
    private int _length;

    internal ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    internal int Length => _length;

    internal void Clear() => _length = 0;

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

    internal void Number(long value)
    {
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
        value.TryFormat(Reserve(MaxNumber), out int n, default, System.Globalization.CultureInfo.InvariantCulture);
        _length += n;
    }

    internal void Number(float value)
    {
        value.TryFormat(Reserve(MaxNumber), out int n, default, System.Globalization.CultureInfo.InvariantCulture);
        _length += n;
    }

    /// <summary>Whether a JSON string can hold the text as it is.</summary>
    internal static bool IsPlain(ReadOnlySpan<byte> text) => text.IndexOfAny(_escaped) < 0;

    /// <summary>Writes a plain text as a JSON string.</summary>
    internal void QuotedPlain(ReadOnlySpan<byte> text)
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
