// Ecs: how schema ecs writes a field under aws.vpcflow.
namespace Sluice.Core.Schemas.Ecs;

/// <summary>The JSON type of a value, and what is computed of it.</summary>
internal enum EcsShape : byte
{
    /// <summary>Text as it is.</summary>
    Text,

    /// <summary>Text, percent-decoded.</summary>
    Tag,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>A number that Elastic's mapping has as a keyword: text.</summary>
    Keyword,

    /// <summary>As <see cref="Keyword"/>, with the names of its bits in <c>tcp_flags_array</c> after it.</summary>
    Flags,

    /// <summary>A field that came under the name <c>tcp_flags_array</c>: text, unless the flags name themselves.</summary>
    FlagNames,
}
