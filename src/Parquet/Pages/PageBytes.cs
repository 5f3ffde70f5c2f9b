// Pages: the inflated bytes of one page, through a window.
using System.Runtime.CompilerServices;
using Sluice.Core.Inflate;
using Sluice.Parquet.Limits;

namespace Sluice.Parquet.Pages;

/// <summary>Hands out a page's bytes in order. At most the window is in memory, unless more is taken at once.</summary>
/// <param name="memory">Counts the window.</param>
/// <param name="window">Bytes of a page held at once.</param>
internal sealed class PageBytes(MemoryMeter memory, int window)
{
    private const string What = "a page";

    private byte[] _buffer = [];
    private int _at, _end;
    private IBytes? _from;
    private long _next, _left;

    /// <summary>The largest page that is held whole.</summary>
    internal int Window => window;

    /// <summary>The offset of the page in the file.</summary>
    internal long Offset { get; private set; }

    /// <summary>Bytes not yet taken.</summary>
    internal long Left => _end - _at + _left;

    /// <summary>Begins a page of <paramref name="length"/> bytes at <paramref name="place"/> of <paramref name="from"/>.</summary>
    internal void Open(IBytes from, long place, long length, long offset)
    {
        (_from, _next, _left, Offset) = (from, place, length, offset);
        _at = _end = 0;
    }

    /// <summary>Begins a page whose bytes the caller writes into the memory returned.</summary>
    internal Span<byte> OpenWhole(int length, long offset)
    {
        _buffer = memory.Resize(_buffer, length, What);
        (_from, _left, Offset) = (null, 0, offset);
        (_at, _end) = (0, length);
        return _buffer.AsSpan(0, length);
    }

    /// <summary>Begins with the next bytes of another page, which are taken from that page.</summary>
    internal void OpenPart(PageBytes of, int length)
    {
        if (length > of.Left)
            throw of.Corrupt("ends within its levels");
        Span<byte> to = OpenWhole(length, of.Offset);
        while (!to.IsEmpty)
        {
            ReadOnlySpan<byte> part = of.Take((int)Math.Min(to.Length, Math.Max(1, Math.Min(of.Left, 4096))));
            part.CopyTo(to);
            to = to[part.Length..];
        }
    }

    /// <summary>The next bytes; valid until the next call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)(_end - _at))
            Fill(count);
        var taken = new ReadOnlySpan<byte>(_buffer, _at, count);
        _at += count;
        return taken;
    }

    /// <summary>All bytes left, in memory at once; valid until the next page.</summary>
    internal ReadOnlyMemory<byte> TakeRest()
    {
        int count = Left <= memory.Limit && Left <= int.MaxValue ? (int)Left
            : throw new ParquetLimitException($"a page of {Left} bytes has to be held in memory as a whole, over the limit of {memory.Limit}", "memory_budget");
        Take(count);
        return _buffer.AsMemory(_at - count, count);
    }

    internal int Byte() => Take(1)[0];

    internal int Int32() => BitConverter.ToInt32(Take(sizeof(int)));

    /// <summary>An unsigned number in groups of seven bits.</summary>
    internal ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            int b = Byte();
            value |= (ulong)(b & 127) << shift;
            if (b < 128)
                return value;
        }
        throw Corrupt("has a number of more than 64 bits");
    }

    internal CorruptInputException Corrupt(string how) => new($"a Parquet page {how}", Offset);

    private void Fill(int count)
    {
        if (count < 0 || count > Left)
            throw Corrupt("ends early");
        int have = _end - _at;
        if (count > _buffer.Length || _buffer.Length == 0)
        {
            byte[] old = _buffer;
            _buffer = memory.Resize(_buffer, Math.Max(count, Math.Min(Left, window)), What);
            old.AsSpan(_at, have).CopyTo(_buffer);
        }
        else
        {
            _buffer.AsSpan(_at, have).CopyTo(_buffer);
        }
        int more = (int)Math.Min(_left, _buffer.Length - have);
        _from!.ReadAt(_next, _buffer.AsSpan(have, more));
        _next += more;
        _left -= more;
        (_at, _end) = (0, have + more);
    }
}
