// Settings: what becomes of a message whose object is gone.
namespace Sluice.Pull.Settings;

/// <summary>The fate of a message whose object does not exist, or was deleted.</summary>
public enum OnMissingObject
{
    /// <summary>Deleted after <c>max_receives</c> receives: lifecycle rules may be faster.</summary>
    Delete,

    /// <summary>Kept for ever, or for the redrive policy.</summary>
    Retry,
}
