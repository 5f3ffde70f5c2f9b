// Framing: one piece of an input, found but not yet interpreted.
namespace Sluice.Core.Framing;

/// <summary>Valid until the next frame is asked for: its bytes may be a copy.</summary>
/// <param name="kind">What it is.</param>
/// <param name="start">Its first byte; <see cref="LineScanner.Readable"/> bytes of any content follow its end.</param>
/// <param name="length">Its bytes: a line of text without its line end, an object or a broken one with it.</param>
/// <param name="used">How many bytes of the input it takes up, 0 when it is not complete.</param>
/// <param name="value">The bytes of an object without its line end; for a broken one, the offset where it stops being JSON.</param>
internal readonly unsafe struct Frame(FrameKind kind, byte* start, int length, int used, int value = 0)
{
    public readonly FrameKind Kind = kind;
    public readonly byte* Start = start;
    public readonly int Length = length;
    public readonly int Used = used;
    public readonly int Value = value;

    /// <summary>Nothing to take yet.</summary>
    public static Frame Incomplete => default;

    /// <summary>Bytes that are not part of a line.</summary>
    public static Frame Between(int used) => new(FrameKind.Between, null, 0, used);
}
