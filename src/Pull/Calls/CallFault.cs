// Calls: what a failed call means, in the product's words.
namespace Sluice.Pull.Calls;

/// <summary>The kinds of failure that are distinguished.</summary>
internal enum CallFault
{
    /// <summary>Throttled, server error, reset, timeout: worth another try.</summary>
    Transient,

    /// <summary>No such object or version.</summary>
    Missing,

    /// <summary>No such bucket.</summary>
    NoBucket,

    /// <summary>No such queue.</summary>
    NoQueue,

    /// <summary>Permission missing.</summary>
    Denied,

    /// <summary>Permission on the encrypting key missing, or the key is disabled.</summary>
    KmsDenied,

    /// <summary>The object must be restored from its archive first.</summary>
    Archived,

    /// <summary>The bucket is in another region.</summary>
    WrongRegion,

    /// <summary>Credentials expired or wrong.</summary>
    Credentials,

    /// <summary>There are no credentials to use; the message is complete.</summary>
    NoCredentials,

    /// <summary>The object changed between two reads of it.</summary>
    Changed,

    /// <summary>The server refuses the request for another reason.</summary>
    Rejected,
}
