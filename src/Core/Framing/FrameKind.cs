// Framing: the kinds of pieces that an input consists of.
namespace Sluice.Core.Framing;

internal enum FrameKind
{
    /// <summary>More bytes are needed to know where this piece ends.</summary>
    Incomplete,

    /// <summary>Bytes outside lines: a byte order mark, a mark of an array, the rest of an overlong line.</summary>
    Between,

    /// <summary>A line of text, which may be blank; its tokens are found.</summary>
    Line,

    /// <summary>A row of a table, whose quoted cells may hold line ends.</summary>
    Row,

    /// <summary>A JSON object, which has been read.</summary>
    Object,

    /// <summary>A line that looked like an object and is not valid JSON.</summary>
    BrokenObject,

    /// <summary>A JSON string in an array.</summary>
    String,

    /// <summary>The first bytes of a line that is too long; what follows them is <see cref="Between"/>.</summary>
    Overlong,
}
