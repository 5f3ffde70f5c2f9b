// VpcFlow: the members by which a record of ours is told.
namespace Sluice.Core.VpcFlow;

/// <summary>A member of one of our records that other events seldom have.</summary>
internal enum RecordMember
{
    /// <summary>None of them.</summary>
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
