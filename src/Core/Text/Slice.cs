// Text: the text of one field.
namespace Sluice.Core.Text;

/// <summary>A piece of a line, or nothing. Vectors' worth of bytes past its end are readable.</summary>
internal readonly unsafe struct Slice(byte* start, int length)
{
    public readonly byte* Start = start;
    public readonly int Length = length;

    public bool IsPresent => Length != 0;

    public ReadOnlySpan<byte> Span => new(Start, Length);
}
