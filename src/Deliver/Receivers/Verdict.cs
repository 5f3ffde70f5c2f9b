// Receivers: what an answer means for the events that were sent.
namespace Sluice.Deliver.Receivers;

/// <summary>What becomes of the events of a request.</summary>
internal enum Verdict
{
    /// <summary>The receiver has them all.</summary>
    Taken,

    /// <summary>It has some of them, and does not say which.</summary>
    Partly,

    /// <summary>It has none, because at least one of them is not acceptable.</summary>
    Refused,

    /// <summary>It has none, because they are too many or too large.</summary>
    TooLarge,

    /// <summary>It may have them or not; the fault is temporary.</summary>
    Again,

    /// <summary>It has none, and will take none before a person has changed something.</summary>
    Stop,
}
