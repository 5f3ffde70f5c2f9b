// Text: the text of one field.
namespace Sluice.Core.Text;

/// <summary>A piece of a line, or nothing. Enough bytes for vector loads follow its end.</summary>
internal readonly unsafe struct Slice(byte* start, int length)
{
    public readonly byte* Start = start;
    public readonly int Length = length;

    public bool IsPresent => Length != 0;

    public ReadOnlySpan<byte> Span => new(Start, Length);
}
