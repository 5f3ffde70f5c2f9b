// Framing: how far a JSON value is at hand.
namespace Sluice.Core.Framing;

internal enum JsonExtent
{
    /// <summary>From its first byte to its last.</summary>
    Whole,

    /// <summary>It is JSON so far, and ends within the value.</summary>
    Incomplete,

    /// <summary>It is no JSON.</summary>
    NotJson,
}
