// Values: numbers as differences (Encodings.md, DELTA_BINARY_PACKED).
using Sluice.Parquet.Pages;

namespace Sluice.Parquet.Values;

/// <summary>Reads blocks of miniblocks; a miniblock's differences have one width, above the block's least.</summary>
internal sealed class DeltaDecoder
{
    // Far more than writers use: blocks of 128 values in four miniblocks.
    private const int MaxBlock = 1 << 16, MaxMiniblocks = 512, MaxWidth = 64;

    private readonly byte[] _widths = new byte[MaxMiniblocks];
    private readonly ulong[] _unpacked = new ulong[BitUnpack.Count];
    private PageBytes _page = null!;
    private int _miniblocks, _perMiniblock;
    private int _miniblock, _leftInMiniblock, _next;
    private int _left;
    private bool _isFirst;
    private long _least;
    private long _value;

    /// <summary>Reads the header; returns the number of values.</summary>
    internal int Open(PageBytes page, int most)
    {
        _leftInMiniblock = 0;
        _page = page;
        // A page of NULLs has no header.
        if (page.Left == 0)
            return _left = 0;
        ulong block = page.Varint();
        ulong miniblocks = page.Varint();
        ulong count = page.Varint();
        if (block is 0 or > MaxBlock || miniblocks is 0 or > MaxMiniblocks || block % (miniblocks * BitUnpack.Count) != 0)
            throw page.Corrupt("has differences in blocks of an impossible size");
        if (count > (ulong)most)
            throw page.Corrupt("has more differences than values");
        (_miniblocks, _perMiniblock) = ((int)miniblocks, (int)(block / miniblocks));
        _value = ZigZag(page.Varint());
        _isFirst = true;
        (_miniblock, _leftInMiniblock, _next) = (_miniblocks, 0, BitUnpack.Count);
        return _left = (int)count;
    }

    internal long Next()
    {
        if (_left == 0)
            throw _page.Corrupt("has fewer values than it says");
        _left--;
        if (_isFirst)
        {
            _isFirst = false;
            return _value;
        }
        if (_next == BitUnpack.Count)
            Unpack();
        // Differences wrap around, as the numbers do.
        return _value = unchecked(_value + _least + (long)_unpacked[_next++]);
    }

    /// <summary>Skips the padding of the last miniblock, to the bytes after the differences.</summary>
    internal void Finish()
    {
        if (_page.Left > 0 && _leftInMiniblock > 0)
            Pass((long)_leftInMiniblock / BitUnpack.Count * _widths[_miniblock]);
        _leftInMiniblock = 0;
    }

    private void Unpack()
    {
        if (_leftInMiniblock == 0)
            NextMiniblock();
        int width = _widths[_miniblock];
        BitUnpack.Eight(_page.Take(width), width, _unpacked);
        _leftInMiniblock -= BitUnpack.Count;
        _next = 0;
    }

    private void NextMiniblock()
    {
        if (++_miniblock >= _miniblocks)
        {
            _least = ZigZag(_page.Varint());
            _page.Take(_miniblocks).CopyTo(_widths);
            _miniblock = 0;
        }
        if (_widths[_miniblock] > MaxWidth)
            throw _page.Corrupt($"has differences of {_widths[_miniblock]} bits");
        _leftInMiniblock = _perMiniblock;
    }

    private void Pass(long bytes)
    {
        for (; bytes > 0; bytes -= MaxWidth)
            _page.Take((int)Math.Min(bytes, MaxWidth));
    }

    private static long ZigZag(ulong n) => (long)(n >> 1) ^ -(long)(n & 1);
}
