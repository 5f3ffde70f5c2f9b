// Values: all first bytes of the values, then all second bytes, and so on (BYTE_STREAM_SPLIT).
using Sluice.Parquet.Pages;

namespace Sluice.Parquet.Values;

/// <summary>Numbers or byte arrays of one width.</summary>
internal sealed class SplitValues(int width) : ValueSource
{
    private readonly byte[] _value = new byte[Math.Max(width, sizeof(long))];
    private ReadOnlyMemory<byte> _bytes;
    private int _count, _next;
    private PageBytes _page = null!;

    internal override void Open(PageBytes page, int most)
    {
        // The bytes of one value are spread over the whole page, so all of it must be in memory.
        _page = page;
        _bytes = page.TakeRest();
        if (_bytes.Length % width != 0 || _bytes.Length / width > most)
            throw page.Corrupt("has streams of different lengths");
        (_count, _next) = (_bytes.Length / width, 0);
    }

    internal override long Number()
    {
        ReadOnlySpan<byte> value = Bytes();
        return width == sizeof(long) ? BitConverter.ToInt64(value) : BitConverter.ToInt32(value);
    }

    internal override ReadOnlySpan<byte> Bytes()
    {
        if (_next == _count)
            throw _page.Corrupt("has fewer values than it says");
        ReadOnlySpan<byte> bytes = _bytes.Span;
        for (int i = 0; i < width; i++)
            _value[i] = bytes[(i * _count) + _next];
        _next++;
        return _value.AsSpan(0, width);
    }
}
