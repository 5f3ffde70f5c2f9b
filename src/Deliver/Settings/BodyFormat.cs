// Settings: how a request's body holds its events.
namespace Sluice.Deliver.Settings;

/// <summary>The body of a request.</summary>
public enum BodyFormat
{
    /// <summary>One event to a line.</summary>
    Lines,

    /// <summary>A JSON array of events.</summary>
    Array,
}
