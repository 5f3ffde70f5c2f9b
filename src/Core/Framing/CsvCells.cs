// Framing: memory for the cells of one row of a table.
using System.Runtime.CompilerServices;

namespace Sluice.Core.Framing;

/// <summary>Splits rows into cells without their quotes, one row at a time.</summary>
internal sealed unsafe class CsvCells
{
    private byte[] _memory = [];

    /// <summary>Puts the cells of a row into <paramref name="cells"/>, as offsets from the result; valid until the next call.</summary>
    public byte* Split(byte* row, int length, LineTokens cells)
    {
        int needed = length + LineTokens.Max + LineScanner.Readable * 2;
        if (_memory.Length < needed)
            _memory = GC.AllocateUninitializedArray<byte>(Math.Max(needed, _memory.Length * 2), pinned: true);
        byte* to = (byte*)Unsafe.AsPointer(ref _memory[0]);
        CsvRow.Split(row, length, to, cells);
        return to;
    }

    /// <summary>Gives back memory that one huge row needed.</summary>
    public void Shrink(int most)
    {
        if (_memory.Length > most)
            _memory = [];
    }
}
