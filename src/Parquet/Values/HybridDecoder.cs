// Values: runs and bit-packed groups (Encodings.md, RLE / bit-packing hybrid).
using System.Runtime.CompilerServices;
using Sluice.Parquet.Pages;

namespace Sluice.Parquet.Values;

/// <summary>Hands out levels, dictionary indexes or booleans one by one.</summary>
internal sealed class HybridDecoder
{
    private const int MaxWidth = 32;

    private readonly ulong[] _unpacked = new ulong[BitUnpack.Count];
    private PageBytes _from = null!;
    private int _width;
    private int _next = BitUnpack.Count;
    private ulong _groups;
    private ulong _repeats;
    private ulong _repeated;

    /// <summary>Begins with the next byte of <paramref name="from"/>; numbers have <paramref name="width"/> bits.</summary>
    internal void Open(PageBytes from, int width)
    {
        if (width > MaxWidth)
            throw from.Corrupt($"has indexes of {width} bits");
        (_from, _width, _next, _groups, _repeats) = (from, width, BitUnpack.Count, 0, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong Next()
    {
        if (_next < BitUnpack.Count)
            return _unpacked[_next++];
        if (_repeats == 0)
            return Refill();
        _repeats--;
        return _repeated;
    }

    private ulong Refill()
    {
        while (_groups == 0)
        {
            // Even an empty run takes a byte, so the loop ends with the page.
            ulong header = _from.Varint();
            if ((header & 1) != 0)
            {
                _groups = header >> 1;
                continue;
            }
            _repeats = header >> 1;
            _repeated = 0;
            for (int shift = 0; shift < _width; shift += 8)
                _repeated |= (ulong)_from.Byte() << shift;
            if (_repeats == 0)
                continue;
            _repeats--;
            return _repeated;
        }
        _groups--;
        // Some writers cut the last group where its values end.
        int there = (int)Math.Min(_width, _from.Left);
        if (there == 0 && _width > 0)
            throw _from.Corrupt("ends within its values");
        BitUnpack.Eight(_from.Take(there), _width, _unpacked);
        _next = 1;
        return _unpacked[0];
    }
}
