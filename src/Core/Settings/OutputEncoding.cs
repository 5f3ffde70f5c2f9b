// Settings: how a record is written.
namespace Sluice.Core.Settings;

/// <summary>The encoding of the records in a <see cref="Batch"/>.</summary>
public enum OutputEncoding
{
    /// <summary>One compact JSON object per line.</summary>
    Ndjson,

    /// <summary>
    /// One event per line, without a key around it: the line itself, or a compact JSON object. Only with
    /// <see cref="Emit.Raw"/> and <see cref="Emit.Intake"/>.
    /// </summary>
    Lines,

    /// <summary>Fluent Bit events: <c>[[time, metadata], body]</c>.</summary>
    MsgPack,
}
