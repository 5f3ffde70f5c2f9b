// Calls: the body of an object, opened.
namespace Sluice.Pull.Calls;

/// <summary>An object's body from some offset on.</summary>
/// <param name="Body">The bytes; disposing it ends the request.</param>
/// <param name="From">The offset in the object of the first byte.</param>
/// <param name="Total">Bytes of the whole object; null where the answer does not say.</param>
/// <param name="ETag">As the server wrote it; it is compared and never interpreted.</param>
internal sealed record OpenedObject(Stream Body, long From, long? Total, string? ETag)
{
    public string? VersionId { get; init; }

    public string? ContentType { get; init; }

    /// <summary>The answer has S3's own headers, so nothing on the way made it up.</summary>
    public bool IsOfS3 { get; init; }
}
