// Calls: one object that a message names.
namespace Sluice.Pull.Calls;

/// <summary>An S3 object as a notice names it.</summary>
internal sealed record ObjectRef(string Bucket, string Key)
{
    /// <summary>The version that was created, in a versioned bucket.</summary>
    public string? VersionId { get; init; }

    /// <summary>The bucket's region, where the notice says it.</summary>
    public string? Region { get; init; }

    /// <summary>Bytes as stored, where the notice says it.</summary>
    public long? Size { get; init; }

    /// <summary>Without its quotes.</summary>
    public string? ETag { get; init; }

    /// <summary>When the object was created, where the notice says it.</summary>
    public DateTimeOffset? EventTime { get; init; }

    /// <summary>Other readings of the key, tried when there is no object under the first.</summary>
    public IReadOnlyList<string> OtherKeys { get; init; } = [];

    /// <summary>Bucket, key and version, under which an object is remembered; no two objects share them.</summary>
    public string Identity => VersionId is null ? $"{Bucket}/-/{Key}" : $"{Bucket}/{VersionId.Length}{VersionId}/{Key}";

    /// <summary>Bucket, key and version, for a person.</summary>
    public override string ToString() =>
        VersionId is null ? $"s3://{Bucket}/{Key}" : $"s3://{Bucket}/{Key}?versionId={VersionId}";
}
