// Shared: a schema in an encoding, as the parser uses it.
using System.Runtime.CompilerServices;
using Sluice.Core.Identity;
using Sluice.Core.Text;
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Schemas.Shared;

/// <summary>Writes records of one schema at a pointer; one per parser, as it caches the last day's text.</summary>
internal abstract unsafe class RecordEncoder
{
    /// <summary>
    /// More bytes than any record needs beside its texts: the keys of every known field and of the schema, numbers,
    /// times, and the two addresses, which may occur five times but are short.
    /// </summary>
    protected const int Fixed = 16 * 1024;

    /// <summary>
    /// How many times the text of a line can occur in a record: the line itself, each field among all fields, and each
    /// field in its own place of the schema; one to spare.
    /// </summary>
    protected const int Copies = 4;

    /// <summary>The most bytes that the names of the origin take each time they are written.</summary>
    protected int OriginSize { get; set; }

    /// <summary>The time of a record is its end, or its start when it has no end.</summary>
    protected bool TimeIsEnd { get; init; }

    /// <summary>Events name their S3 object in their metadata.</summary>
    public bool HasMetadata { get; set; } = true;

    /// <summary>Sets where the records come from; null for input without a name.</summary>
    public abstract void SetOrigin(Origin? origin);

    /// <summary>The time of a record in seconds, by its schema; -1 when it has none.</summary>
    public long TimeOf(FlowLine line) => TimeIsEnd && line.End >= 0 ? line.End : line.Time;

    /// <summary>The bytes that the record of a line can take at most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Room(FlowLine line) => checked(Room(line.Message.Length, line.MessageIsClean) + KeyBytes(line));

    /// <summary>The bytes that a record of a text of <paramref name="length"/> bytes can take at most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Room(int length, bool clean) =>
        checked(Fixed + OriginSize * 2 + length * Copies * (clean ? 1 : RecordText.MaxGrowth));

    /// <summary>The most bytes that come from the line's header or envelope, not from the line itself.</summary>
    protected internal virtual int KeyBytes(FlowLine line) => 0;

    /// <summary>Writes a record with the event around it; returns the end of what was written.</summary>
    public abstract byte* Record(byte* at, FlowLine line, long offset, long time);

    /// <summary>Writes the body alone.</summary>
    public abstract byte* Body(byte* at, FlowLine line, long offset);

    /// <summary>Writes a malformed line as a record.</summary>
    public abstract byte* Malformed(byte* at, Slice text, Slice reason, long offset, long time);

    /// <summary>Writes the body of a malformed line alone.</summary>
    public abstract byte* MalformedBody(byte* at, Slice text, Slice reason, long offset);
}
