// Records: how far lines are trusted that no header names the columns of.
namespace Sluice.Core.Records;

/// <summary>What becomes of a line of text without a header; a <c>fields</c> setting names its columns as ever but in the last case.</summary>
public enum HeaderlessLines
{
    /// <summary>Its shape decides.</summary>
    ByShape,

    /// <summary>Every column must be plausible as what the default order says it is: there are lines of other orders about.</summary>
    BeyondDoubt,

    /// <summary>It is malformed: it had a header with other columns, which is not known any more.</summary>
    Malformed,
}
