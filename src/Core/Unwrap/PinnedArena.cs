// Unwrap: memory for texts that must not move while lines point into them.
using System.Runtime.CompilerServices;
using Sluice.Core.Framing;

namespace Sluice.Core.Unwrap;

/// <summary>Hands out pieces of pinned blocks; <see cref="Clear"/> gives all of them back at once.</summary>
internal sealed unsafe class PinnedArena
{
    private const int LeastBlock = 16 * 1024;

    private readonly List<byte[]> _blocks = [];
    private int _block;
    private int _used;

    /// <summary>Bytes held.</summary>
    public long Size => _blocks.Sum(block => (long)block.Length);

    /// <summary>
    /// <paramref name="length"/> bytes to write to, followed by the readable bytes that the scanners need;
    /// call <see cref="Keep"/> with the number that was used.
    /// </summary>
    public byte* Room(int length)
    {
        int needed = length + LineScanner.Readable * 2;
        while (_block < _blocks.Count && _blocks[_block].Length - _used < needed)
        {
            _block++;
            _used = 0;
        }

        if (_block == _blocks.Count)
            _blocks.Add(GC.AllocateUninitializedArray<byte>(Math.Max(LeastBlock, needed), pinned: true));
        return (byte*)Unsafe.AsPointer(ref _blocks[_block][_used]);
    }

    /// <summary>Keeps the first <paramref name="length"/> bytes of the last <see cref="Room"/>.</summary>
    public void Keep(int length) => _used += length;

    /// <summary>Forgets every piece and keeps the memory.</summary>
    public void Clear() => _block = _used = 0;

    /// <summary>Forgets every piece and the memory too.</summary>
    public void Free()
    {
        _blocks.Clear();
        Clear();
    }
}
