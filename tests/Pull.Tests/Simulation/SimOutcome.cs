// Simulation: what may become of a call.
namespace Sluice.Pull.Tests;

/// <summary>Ends of a call.</summary>
internal enum SimOutcome
{
    Answered,
    Slow,
    Throttled,
    Denied,
    KmsDenied,
    Credentials,
    NoCredentials,
    NoBucket,
    Missing,
    Rejected,

    /// <summary>It never reaches the server, and nobody says so.</summary>
    Hangs,

    /// <summary>It is carried out, and the connection breaks before the answer.</summary>
    Lost,

    /// <summary>It is carried out, and no answer ever comes.</summary>
    HangsAfter,

    /// <summary>Some of a batch's entries are refused.</summary>
    Partial,

    /// <summary>Everything is carried out, and the answer mentions only some of it.</summary>
    Unmentioned,

    /// <summary>A body breaks off.</summary>
    CutBody,

    /// <summary>A body ends too early, as if it were all.</summary>
    ShortBody,

    /// <summary>A body stops coming.</summary>
    HungBody,

    /// <summary>The process dies when the call is sent.</summary>
    CrashBefore,

    /// <summary>The process dies when the call has been carried out.</summary>
    CrashAfter,
}
