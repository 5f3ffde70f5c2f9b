// VpcFlow: what became of the traffic.
namespace Sluice.Core.VpcFlow;

/// <summary>The field <c>action</c>.</summary>
internal enum FlowAction
{
    None,
    Accept,
    Reject,

    /// <summary>A word that AWS does not document yet.</summary>
    Other,
}
