// VpcFlow: the members by which our own records are recognised.
namespace Sluice.Core.VpcFlow;

/// <summary>A member of our records that other events rarely have.</summary>
internal enum RecordMember
{
    /// <summary>Any other member.</summary>
    None,
    Ecs,
    Event,
    Cloud,
    Error,
    Action,
    Message,
    EventKind,
    ErrorMessage,
}
