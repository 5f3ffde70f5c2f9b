// Settings: how a record is written.
namespace Sluice.Core.Settings;

/// <summary>The encoding of the records in a <see cref="Batch"/>.</summary>
public enum OutputEncoding
{
    /// <summary>One compact JSON object per line.</summary>
    Ndjson,

    /// <summary>
    /// One event per line as it is: the line itself, or a compact JSON object. With <see cref="Emit.Raw"/> and
    /// <see cref="Emit.Intake"/> only.
    /// </summary>
    Lines,

    /// <summary>Fluent Bit events: <c>[[time, metadata], body]</c>.</summary>
    MsgPack,
}
