// Options: the output mapping of a record.
namespace Sluice.Core;

/// <summary>The mapping from a flow-log record to ECS; <c>docs/SCHEMAS.md</c> shows each.</summary>
public enum Schema
{
    /// <summary>The documented Sekoia.io samples, key for key.</summary>
    Sekoia,

    /// <summary>What the same source's parser writes today.</summary>
    SekoiaCurrent,

    /// <summary>ECS in full, with every AWS field under <c>aws.vpcflow</c>.</summary>
    Ecs,
}
