// Text: walks JSON text in place.
using System.Buffers;

namespace Sluice.Core.Text;

/// <summary>
/// A strict reader of JSON (RFC 8259) over memory that it does not own. Nothing throws, recurses or allocates: false
/// means that the text is not JSON at <see cref="Position"/>, or that it ends too early
/// (<see cref="IsIncomplete"/>). Text inside strings is not checked to be UTF-8.
/// </summary>
internal unsafe struct JsonCursor(byte* start, int length)
{
    /// <summary>The deepest nesting that is read, as in System.Text.Json.</summary>
    public const int MaxDepth = 64;

    private static readonly SearchValues<byte> EndsPlainText =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    private readonly byte* _start = start;
    private readonly byte* _end = start + length;
    private byte* _at = start;

    /// <summary>The text ended too early; what was read is JSON so far.</summary>
    public bool IsIncomplete { get; private set; }

    /// <summary>All of the text is read.</summary>
    public readonly bool IsAtEnd => _at == _end;

    /// <summary>Bytes read; after a failure, where the failure is.</summary>
    public readonly int Position => (int)(_at - _start);

    /// <summary>The next byte that is not a blank, without consuming it; 0 at the end of the text.</summary>
    public byte Peek()
    {
        while (_at < _end && *_at is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            _at++;
        return _at < _end ? *_at : (byte)0;
    }

    /// <summary>Consumes <paramref name="mark"/> and the blanks before it; false where the next byte is another.</summary>
    public bool Take(byte mark)
    {
        if (Peek() != mark)
            return Fail();
        _at++;
        return true;
    }

    /// <summary>
    /// Goes on to the next member of an object or item of an array: consumes the comma, or the mark that closes it
    /// (<paramref name="more"/> is then false).
    /// </summary>
    public bool TakeNext(byte close, out bool more)
    {
        byte next = Peek();
        more = next == ',';
        if (next != ',' && next != close)
            return Fail();
        _at++;
        return true;
    }

    /// <summary>Consumes a member's name and its colon.</summary>
    public bool TakeName(out Slice raw, out bool isEscaped) => TakeString(out raw, out isEscaped) && Take((byte)':');

    /// <summary>Consumes a string; <paramref name="raw"/> is the text between its quotes, with its escapes.</summary>
    public bool TakeString(out Slice raw, out bool isEscaped)
    {
        raw = default;
        isEscaped = false;
        if (!Take((byte)'"'))
            return false;
        byte* from = _at;
        while (true)
        {
            int plain = new ReadOnlySpan<byte>(_at, (int)(_end - _at)).IndexOfAny(EndsPlainText);
            if (plain < 0)
            {
                _at = _end;
                return Fail();
            }

            _at += plain;
            if (*_at == '"')
            {
                raw = new Slice(from, (int)(_at - from));
                _at++;
                return true;
            }

            isEscaped = true;
            if (*_at != '\\' || !TakeEscape())
                return Fail();
        }
    }

    /// <summary>Consumes a number; <paramref name="raw"/> is the number as it is written.</summary>
    public bool TakeNumber(out Slice raw)
    {
        Peek();
        byte* from = _at;
        raw = default;
        if (_at < _end && *_at == '-')
            _at++;
        bool leadingZero = _at < _end && *_at == '0';
        int whole = SkipDigits();
        if (whole == 0 || (leadingZero && whole > 1))
            return Fail();
        if (_at < _end && *_at == '.')
        {
            _at++;
            if (SkipDigits() == 0)
                return Fail();
        }

        if (_at < _end && *_at is (byte)'e' or (byte)'E')
        {
            _at++;
            if (_at < _end && *_at is (byte)'+' or (byte)'-')
                _at++;
            if (SkipDigits() == 0)
                return Fail();
        }

        raw = new Slice(from, (int)(_at - from));
        return true;
    }

    /// <summary>Consumes <c>true</c>, <c>false</c> or <c>null</c>.</summary>
    public bool TakeWord(out Slice raw)
    {
        byte first = Peek();
        ReadOnlySpan<byte> word = first switch { (byte)'t' => "true"u8, (byte)'f' => "false"u8, (byte)'n' => "null"u8, _ => default };
        raw = default;
        int have = Math.Min(word.Length, (int)(_end - _at));
        if (!word[..have].SequenceEqual(new ReadOnlySpan<byte>(_at, have)))
            return Fail();
        if (word.IsEmpty)
            return Fail();
        if (have < word.Length)
        {
            _at = _end;
            return Fail();
        }

        raw = new Slice(_at, have);
        _at += have;
        return true;
    }

    /// <summary>Consumes any value; <paramref name="raw"/> is all of it, including quotes and brackets.</summary>
    public bool TakeValue(out Slice raw)
    {
        Peek();
        byte* from = _at;
        bool good = Skip();
        raw = new Slice(from, (int)(_at - from));
        return good;
    }

    private bool Skip()
    {
        ulong isObject = 0; // one bit per level, the innermost lowest
        int depth = 0;
        while (true)
        {
            byte next = Peek();
            if (next is (byte)'{' or (byte)'[')
            {
                if (depth == MaxDepth)
                    return Fail();
                _at++;
                depth++;
                isObject = isObject << 1 | (next == '{' ? 1u : 0u);
                byte close = next == '{' ? (byte)'}' : (byte)']';
                if (Peek() != close)
                {
                    if (next == '{' && !TakeName(out _, out _))
                        return false;
                    continue;
                }

                _at++;
                depth--;
                isObject >>= 1;
            }
            else if (!TakeScalar(next))
            {
                return false;
            }

            while (depth > 0)
            {
                bool inObject = (isObject & 1) != 0;
                if (!TakeNext(inObject ? (byte)'}' : (byte)']', out bool more))
                    return false;
                if (more && inObject && !TakeName(out _, out _))
                    return false;
                if (more)
                    break;
                depth--;
                isObject >>= 1;
            }

            if (depth == 0)
                return true;
        }
    }

    private bool TakeScalar(byte first) => first switch
    {
        (byte)'"' => TakeString(out _, out _),
        (byte)'-' or (>= (byte)'0' and <= (byte)'9') => TakeNumber(out _),
        _ => TakeWord(out _),
    };

    /// <summary>At a backslash: consumes the escape.</summary>
    private bool TakeEscape()
    {
        _at++;
        if (_at == _end)
            return false;
        byte kind = *_at;
        if (kind is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t')
        {
            _at++;
            return true;
        }

        if (kind != 'u')
            return false;
        _at++;
        for (int i = 0; i < 4; i++, _at++)
            if (_at == _end || !char.IsAsciiHexDigit((char)*_at))
                return false;
        return true;
    }

    private int SkipDigits()
    {
        byte* from = _at;
        while (_at < _end && *_at is >= (byte)'0' and <= (byte)'9')
            _at++;
        return (int)(_at - from);
    }

    private bool Fail()
    {
        IsIncomplete = _at >= _end;
        return false;
    }
}
