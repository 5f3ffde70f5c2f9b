// Notices: the kinds of message bodies a queue holds.
namespace Sluice.Pull.Notices;

/// <summary>What a body was recognised as.</summary>
internal enum NoticeShape
{
    /// <summary>S3's own event.</summary>
    S3Event,

    /// <summary>EventBridge's "Object Created".</summary>
    EventBridge,

    /// <summary>CloudTrail's own notification.</summary>
    CloudTrail,

    /// <summary>What S3 sends when a notification is configured.</summary>
    TestEvent,

    /// <summary>What SNS sends when a subscription waits for its confirmation.</summary>
    Subscription,

    /// <summary>An event of S3 that created no object.</summary>
    NothingCreated,

    /// <summary>Anything else.</summary>
    Unrecognised,
}
