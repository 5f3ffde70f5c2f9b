// Inflate: how one step of inflating ended.
namespace Sluice.Core.Inflate;

/// <summary>The result of one step of the decoder.</summary>
internal enum InflateStep
{
    /// <summary>The decoder needs more input, or more room.</summary>
    GoOn,

    /// <summary>The member has ended; its checksum and length are right.</summary>
    MemberEnd,

    /// <summary>The input is not valid gzip from here on.</summary>
    Damaged,
}
