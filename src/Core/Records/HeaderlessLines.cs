// Records: how far lines without a header are trusted.
namespace Sluice.Core.Records;

/// <summary>What becomes of a line of text without a header. A <c>fields</c> setting names its columns, except in the last case.</summary>
public enum HeaderlessLines
{
    /// <summary>Its shape decides.</summary>
    ByShape,

    /// <summary>Every column must be plausible as what the default order says it is: other lines had headers with other columns.</summary>
    BeyondDoubt,

    /// <summary>It is malformed: its header named other columns, and is no longer remembered.</summary>
    Malformed,
}
