// Framing: memory for a line that is not followed by readable bytes.
using System.Runtime.CompilerServices;

namespace Sluice.Core.Framing;

/// <summary>Holds a copy of one line at a time, in pinned memory that may be read past the line's end.</summary>
internal sealed unsafe class PaddedCopy
{
    private const int Least = 4096;

    private byte[] _memory = GC.AllocateArray<byte>(Least, pinned: true);

    /// <summary>Copies a line; line feeds follow the copy. Valid until the next call.</summary>
    public byte* Of(byte* line, int length)
    {
        int needed = length + LineScanner.Readable * 2;
        if (_memory.Length < needed)
            _memory = GC.AllocateUninitializedArray<byte>(Math.Max(needed, _memory.Length * 2), pinned: true);
        byte* copy = (byte*)Unsafe.AsPointer(ref _memory[0]);
        new ReadOnlySpan<byte>(line, length).CopyTo(new Span<byte>(copy, length));
        new Span<byte>(copy + length, LineScanner.Readable * 2).Fill((byte)'\n');
        return copy;
    }

    /// <summary>Gives back memory that one huge line needed.</summary>
    public void Shrink(int most)
    {
        if (_memory.Length > most)
            _memory = GC.AllocateArray<byte>(Least, pinned: true);
    }
}
