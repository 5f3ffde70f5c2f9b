// Values: byte arrays with all lengths before the first, and ones that share a prefix with the value before.
using Sluice.Parquet.Limits;
using Sluice.Parquet.Pages;

namespace Sluice.Parquet.Values;

/// <summary>DELTA_LENGTH_BYTE_ARRAY, or DELTA_BYTE_ARRAY where prefixes are shared.</summary>
internal sealed class DeltaBytes(bool sharesPrefixes, int longest, MemoryMeter memory) : ValueSource
{
    private const string What = "the lengths of a page's values";

    private readonly DeltaDecoder _decoder = new();
    private int[] _prefixes = [];
    private int[] _lengths = [];
    private byte[] _value = [];
    private int _valueLength;
    private int _count, _next;
    private PageBytes _page = null!;

    internal override void Open(PageBytes page, int most)
    {
        _page = page;
        int prefixes = sharesPrefixes ? Lengths(ref _prefixes, most) : 0;
        _count = Lengths(ref _lengths, most);
        if (sharesPrefixes && prefixes != _count)
            throw page.Corrupt("has different numbers of prefixes and values");
        _next = _valueLength = 0;
    }

    internal override ReadOnlySpan<byte> Bytes()
    {
        if (_next == _count)
            throw _page.Corrupt("has fewer values than it says");
        int at = _next++;
        ReadOnlySpan<byte> own = _page.Take(ValueLength.Check(_page, _lengths[at], longest));
        if (!sharesPrefixes)
            return own;
        int prefix = _prefixes[at];
        if (prefix < 0 || prefix > _valueLength)
            throw _page.Corrupt("has a prefix longer than the value before");
        int length = ValueLength.CheckLongest((long)prefix + own.Length, longest);
        if (_value.Length < length)
        {
            byte[] old = _value;
            _value = memory.Resize(_value, Math.Min(longest, length * 2L), "a value");
            old.AsSpan(0, prefix).CopyTo(_value);
        }
        own.CopyTo(_value.AsSpan(prefix));
        _valueLength = length;
        return _value.AsSpan(0, length);
    }

    private int Lengths(ref int[] to, int most)
    {
        int count = _decoder.Open(_page, most);
        to = memory.Resize(to, count, What);
        for (int i = 0; i < count; i++)
        {
            long length = _decoder.Next();
            to[i] = length == (int)length ? (int)length : throw _page.Corrupt("has a value of an impossible length");
        }
        _decoder.Finish();
        return count;
    }
}
