// Framing: the kinds of what an input consists of.
namespace Sluice.Core.Framing;

internal enum FrameKind
{
    /// <summary>More bytes must come before it is known where this one ends.</summary>
    Incomplete,

    /// <summary>Bytes that are no line: a byte order mark, the mark of an array, the rest of an overlong line.</summary>
    Between,

    /// <summary>A line of text, which may be blank; its tokens are found.</summary>
    Line,

    /// <summary>A row of a table, whose quoted cells may hold line ends.</summary>
    Row,

    /// <summary>A JSON object, which has been read.</summary>
    Object,

    /// <summary>A line that looked like an object and is no JSON.</summary>
    BrokenObject,

    /// <summary>A JSON string in an array.</summary>
    String,

    /// <summary>The first bytes of a line that is too long; what follows them is <see cref="Between"/>.</summary>
    Overlong,
}
