// Settings: how the events of a request stand beside each other.
namespace Sluice.Deliver.Settings;

/// <summary>The body of a request.</summary>
public enum BodyFormat
{
    /// <summary>An event a line.</summary>
    Lines,

    /// <summary>A JSON array of events.</summary>
    Array,
}
