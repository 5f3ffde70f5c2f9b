// Notices: what a notice says of one object.
namespace Sluice.Pull.Notices;

/// <summary>A bucket and an object, which S3's event and EventBridge's detail nest in the same way.</summary>
internal struct NoticeEntity
{
    public string? Bucket, Key, VersionId, ETag;
    public long? Size;

    /// <summary>For a CloudTrail event, the action that was called.</summary>
    public string? Event;

    /// <summary>A deletion of EventBridge's (only those have a deletion-type), or a failed call (errorCode).</summary>
    public bool IsDeletion;
}
