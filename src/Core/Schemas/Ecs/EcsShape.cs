// Ecs: how schema ecs writes a field under aws.vpcflow.
namespace Sluice.Core.Schemas.Ecs;

/// <summary>The JSON type of a value, and what is computed from it.</summary>
internal enum EcsShape : byte
{
    /// <summary>Text as it is.</summary>
    Text,

    /// <summary>Text, percent-decoded.</summary>
    Tag,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>A number that Elastic's mapping defines as a keyword: written as text.</summary>
    Keyword,

    /// <summary>As <see cref="Keyword"/>, with the names of its bits in <c>tcp_flags_array</c> after it.</summary>
    Flags,

    /// <summary>An input field named <c>tcp_flags_array</c>: text; left out when the names are computed.</summary>
    FlagNames,
}
