// Inflate: how one step of inflating ended.
namespace Sluice.Core.Inflate;

/// <summary>What the decoder wants next.</summary>
internal enum InflateStep
{
    /// <summary>More input, or more room.</summary>
    GoOn,

    /// <summary>The member is over, and its checksum and length are right.</summary>
    MemberEnd,

    /// <summary>The input is no gzip any more.</summary>
    Damaged,
}
