// Lines: one block of a line as bit masks.
namespace Sluice.Core;

/// <summary>Classifies 32 bytes; bit n stands for byte n.</summary>
internal unsafe interface ILineMasks
{
    /// <summary>
    /// <paramref name="blanks"/>: spaces; <paramref name="feeds"/>: line feeds; <paramref name="odd"/>: every byte
    /// that keeps a line from being plain (controls, tabs, quotes, backslashes, bytes above 0x7f; line feeds too).
    /// </summary>
    static abstract void Load(byte* block, out uint blanks, out uint feeds, out uint odd);
}
