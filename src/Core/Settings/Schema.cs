// Settings: the output mapping of a record.
namespace Sluice.Core.Settings;

/// <summary>The mapping of a flow-log record; <c>docs/SCHEMAS.md</c> shows each.</summary>
public enum Schema
{
    /// <summary>The documented Sekoia.io samples, key for key.</summary>
    Sekoia,

    /// <summary>What Sekoia.io's current parser of the same source writes.</summary>
    SekoiaCurrent,

    /// <summary>ECS in full, with every AWS field under <c>aws.vpcflow</c>.</summary>
    Ecs,

    /// <summary>The record flat, under AWS's names with <c>_</c>.</summary>
    Aws,
}
