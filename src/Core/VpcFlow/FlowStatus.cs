// VpcFlow: how complete the record is.
namespace Sluice.Core.VpcFlow;

/// <summary>The field <c>log-status</c>.</summary>
internal enum FlowStatus
{
    None,
    Ok,
    NoData,
    SkipData,

    /// <summary>A word that AWS does not document yet.</summary>
    Other,
}
