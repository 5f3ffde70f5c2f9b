// Options: how a record is written.
namespace Sluice.Core;

/// <summary>The encoding of the records in a <see cref="Batch"/>.</summary>
public enum OutputEncoding
{
    /// <summary>One compact JSON object per line.</summary>
    Ndjson,

    /// <summary>Fluent Bit events: <c>[[time, metadata], body]</c>.</summary>
    MsgPack,
}
