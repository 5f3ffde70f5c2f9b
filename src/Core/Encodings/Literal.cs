// Encodings: a constant piece of a record, encoded beforehand.
namespace Sluice.Core.Encodings;

/// <summary>Bytes in the encoding of the writer they were made for; owned by a <see cref="LiteralArena{TWriter}"/>.</summary>
internal readonly unsafe struct Literal(byte* start, int length)
{
    public readonly byte* Start = start;
    public readonly int Length = length;
}
