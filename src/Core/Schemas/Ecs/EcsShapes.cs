// Ecs: the types of aws.vpcflow.*, those of the mapping in Elastic's package aws, data stream vpcflow.
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Schemas.Ecs;

/// <summary>What that mapping defines is written in its type, and the rest as AWS types it.</summary>
internal static class EcsShapes
{
    /// <summary>The key of what is computed of the flags.</summary>
    public static ReadOnlySpan<byte> FlagNamesKey => "tcp_flags_array"u8;

    public static EcsShape Of(FlowField field) => field switch
    {
        // The numbers that are keywords there; its other fields are texts and addresses.
        FlowField.Version or FlowField.TrafficPath => EcsShape.Keyword,
        FlowField.TcpFlags => EcsShape.Flags,
        _ => FlowFields.Of(field).Kind switch
        {
            FieldKind.Text or FieldKind.Address => EcsShape.Text,
            FieldKind.Tag => EcsShape.Tag,
            _ => EcsShape.Integer,
        },
    };

    /// <summary>The shape of a field that is in no table, by its name with <c>_</c>.</summary>
    public static EcsShape OfUnknown(ReadOnlySpan<byte> name) =>
        name.SequenceEqual(FlagNamesKey) ? EcsShape.FlagNames : EcsShape.Text;
}
