// Policy: how the work on an object, and so on its message, can end.
namespace Sluice.Pull.Policy;

/// <summary>
/// How an object can end, in ascending order of weight: for a message with several objects the heaviest
/// outcome decides.
/// </summary>
internal enum Outcome
{
    /// <summary>Every record was handed to the host.</summary>
    Delivered,

    /// <summary>The message names no object (test event, removal, subscription).</summary>
    NothingToDo,

    /// <summary>There is no such object.</summary>
    Missing,

    /// <summary>Not a flow log at all, and kept (<c>on_foreign_object keep</c>).</summary>
    Foreign,

    /// <summary>Truncated or corrupt; what came before the fault was handed over.</summary>
    Corrupt,

    /// <summary>Too large, too compressed, or a line too long.</summary>
    OverLimit,

    /// <summary>A malformed line under <c>on_malformed fail</c>.</summary>
    Malformed,

    /// <summary>The bucket is not allowed, or not the expected owner's.</summary>
    Refused,

    /// <summary>Access denied by S3.</summary>
    Denied,

    /// <summary>The key that encrypts the object may not be used.</summary>
    KmsDenied,

    /// <summary>There is no such bucket.</summary>
    NoBucket,

    /// <summary>The object lies in an archive tier.</summary>
    Archived,

    /// <summary>Credentials missing, expired or wrong.</summary>
    Credentials,

    /// <summary>Throttled, server error, reset or timeout, after every retry.</summary>
    Transient,

    /// <summary>The body is an unrecognised notification.</summary>
    Unrecognised,

    /// <summary>The host did not take the records.</summary>
    Undelivered,

    /// <summary>Not begun, or not finished, when the engine stopped.</summary>
    Abandoned,

    /// <summary>The receipt ran out: someone else has the message.</summary>
    Lost,
}
