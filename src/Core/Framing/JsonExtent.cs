// Framing: how much of a JSON value is at hand.
namespace Sluice.Core.Framing;

internal enum JsonExtent
{
    /// <summary>From its first byte to its last.</summary>
    Whole,

    /// <summary>JSON so far, but it ends within the value.</summary>
    Incomplete,

    /// <summary>The text is not JSON.</summary>
    NotJson,
}
