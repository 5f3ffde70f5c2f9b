// Encodings: what a schema needs of an encoding.
using Sluice.Core.Text;

namespace Sluice.Core.Encodings;

/// <summary>
/// Writes one record at a pointer. Schemas are generic over it, so that each pair of schema and encoding is compiled
/// by itself. The caller provides room: <see cref="RecordText.Slack"/> bytes past the end may be overwritten, and as
/// many must be readable past every text.
/// </summary>
internal unsafe interface IRecordWriter
{
    /// <summary>The next byte to write.</summary>
    byte* At { get; set; }

    /// <summary>Opens an event: its time in seconds and its metadata (an encoded map). JSON lines have neither.</summary>
    void Event(long seconds, uint nanoseconds, Literal metadata);

    /// <summary>Ends the event begun by <see cref="Event"/>.</summary>
    void EndEvent();

    /// <summary>Opens a map of exactly <paramref name="pairs"/> pairs (1 to 15).</summary>
    void Map(int pairs);

    /// <summary>Opens a map whose size is known only at its end.</summary>
    byte* OpenMap();

    /// <summary>Closes the map that <see cref="OpenMap"/> opened.</summary>
    void CloseMap(byte* opened, int pairs);

    /// <summary>Closes <paramref name="levels"/> maps opened by <see cref="Map"/>.</summary>
    void EndMap(int levels = 1);

    /// <summary>Opens an array of exactly <paramref name="items"/> items (1 to 15).</summary>
    void Array(int items);

    /// <summary>Closes an array.</summary>
    void EndArray();

    /// <summary>A key; its value follows.</summary>
    void Key(ReadOnlySpan<byte> name);

    /// <summary>A text; <paramref name="clean"/> says that it is printable ASCII without quote and backslash.</summary>
    void String(byte* text, int length, bool clean);

    /// <summary>A text of letters, in lower case.</summary>
    void Lower(byte* text, int length, bool clean);

    /// <summary>A whole number, with its decimal text.</summary>
    void Integer(byte* text, int length, long value);

    /// <summary>A whole number, not negative.</summary>
    void Integer(long value);

    /// <summary>A time in whole seconds, as RFC 3339 text.</summary>
    void Time(ref TimeText time, long seconds);

    /// <summary>A piece that the same kind of writer encoded beforehand.</summary>
    void Put(Literal literal);
}
