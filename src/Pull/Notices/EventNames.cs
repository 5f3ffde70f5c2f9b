// Notices: what the names of S3's events mean. A name that is not listed here is unknown, and its message is kept.
namespace Sluice.Pull.Notices;

/// <summary>Sorts events into those that created an object and those that created none.</summary>
internal static class EventNames
{
    /// <summary>Events of S3's own notifications (User Guide, "Event notification types"), and of compatible stores, that leave no new object.</summary>
    private static readonly string[] Nothing =
    [
        "ObjectRemoved", "ObjectRestore", "ObjectTagging", "ObjectAcl", "ReducedRedundancyLostObject", "Replication", "LifecycleExpiration",
        "LifecycleTransition", "IntelligentTiering", "ObjectAccessed", "ObjectTransition", "ObjectLifecycle", "ObjectAnnotation", "BucketCreated", "BucketRemoved",
    ];

    /// <summary>The same for EventBridge (User Guide, "EventBridge event types").</summary>
    private static readonly string[] NothingByType =
    [
        "Object Deleted", "Object Restore Initiated", "Object Restore Completed", "Object Restore Expired", "Object Storage Class Changed",
        "Object Access Tier Changed", "Object ACL Updated", "Object Tags Added", "Object Tags Deleted",
    ];

    /// <summary>Calls that CloudTrail sees and that leave an object.</summary>
    private static readonly string[] Calls = ["PutObject", "CopyObject", "CompleteMultipartUpload", "PostObject"];

    /// <summary>Whether an event of S3's notifications created an object.</summary>
    public static bool Creates(string name) => Plain(name) is var plain && (Is(plain, "ObjectCreated") || plain == "ObjectSynced:Create");

    /// <summary>Whether it is known to have created none.</summary>
    public static bool CreatesNothing(string name) => Plain(name) is var plain && Array.Exists(Nothing, known => Is(plain, known));

    /// <summary>Whether an event of EventBridge created an object; one without a type (from Security Lake, or transformed) did, unless its call does not.</summary>
    public static bool Creates(string? type, string? call) => type switch
    {
        null or "" => call is null || Array.IndexOf(Calls, call) >= 0,
        "AWS API Call via CloudTrail" => call is not null && Array.IndexOf(Calls, call) >= 0,
        _ => type.Equals("Object Created", StringComparison.OrdinalIgnoreCase),
    };

    /// <summary>Whether it is known to have created none: by its type, or as a deletion or a failed call.</summary>
    public static bool CreatesNothing(string? type, string? call, bool isDeletion) =>
        type is null or "" ? isDeletion : Array.Exists(NothingByType, known => known.Equals(type, StringComparison.OrdinalIgnoreCase)) || (isDeletion && call is not null);

    private static string Plain(string name) => name.StartsWith("s3:", StringComparison.Ordinal) ? name[3..] : name;

    private static bool Is(string name, string family) => name.StartsWith(family, StringComparison.Ordinal)
        && (name.Length == family.Length || name[family.Length] == ':');
}
