// Settings: what becomes of a message whose object is no flow log.
namespace Sluice.Pull.Settings;

/// <summary>The fate of a message whose object holds no record.</summary>
public enum OnForeignObject
{
    /// <summary>Kept, for the redrive policy.</summary>
    Keep,

    /// <summary>Deleted, as if it were done.</summary>
    Delete,
}
