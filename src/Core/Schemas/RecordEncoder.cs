// Record: a schema in an encoding.
namespace Sluice.Core;

/// <summary>Writes records of one schema at a pointer; one per parser, for it remembers the last day's text.</summary>
internal abstract unsafe class RecordEncoder
{
    /// <summary>The most bytes of a record beside its texts: all keys, constants, numbers and times.</summary>
    protected const int Fixed = 24 * 1024;

    /// <summary>How many times the text of a line can stand in a record.</summary>
    protected const int Copies = 6;

    /// <summary>Where the records come from; null for input without a name.</summary>
    public abstract void SetOrigin(Origin? origin);

    /// <summary>The bytes that a record of a text of <paramref name="length"/> bytes can take at most.</summary>
    public abstract int Room(int length, bool clean);

    /// <summary>Writes a record with the event around it; returns its end.</summary>
    public abstract byte* Record(byte* at, FlowLine line, long offset, long time);

    /// <summary>Writes the body alone.</summary>
    public abstract byte* Body(byte* at, FlowLine line, long offset);

    /// <summary>Writes a malformed line as a record.</summary>
    public abstract byte* Malformed(byte* at, Slice text, Slice reason, long offset, long time);

    /// <summary>Writes the body of a malformed line alone.</summary>
    public abstract byte* MalformedBody(byte* at, Slice text, Slice reason, long offset);

    /// <summary>Writes a line as <c>{"log": line}</c>.</summary>
    public abstract byte* Raw(byte* at, Slice text, bool clean, long time);

    /// <summary>The encoder that <paramref name="options"/> ask for.</summary>
    public static RecordEncoder Create(ParseOptions options) => options.Encoding == OutputEncoding.MsgPack
        ? Create<MsgPackWriter>(options.Schema)
        : Create<JsonWriter>(options.Schema);

    private static RecordEncoder Create<TWriter>(Schema schema)
        where TWriter : struct, IRecordWriter => schema == Schema.Ecs
            ? new EcsEncoder<TWriter>()
            : new SekoiaEncoder<TWriter>(schema == Schema.SekoiaCurrent);
}
