// Ecs: the types of aws.vpcflow.*, from the mapping in Elastic's package aws, data stream vpcflow.
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Schemas.Ecs;

/// <summary>Fields in that mapping are written in its types, the rest in those of AWS.</summary>
internal static class EcsShapes
{
    /// <summary>The key of the names computed from the flags.</summary>
    public static ReadOnlySpan<byte> FlagNamesKey => "tcp_flags_array"u8;

    public static EcsShape Of(FlowField field) => field switch
    {
        // Numbers that are keywords in the mapping; its other fields are texts and addresses.
        FlowField.Version or FlowField.TrafficPath => EcsShape.Keyword,
        FlowField.TcpFlags => EcsShape.Flags,
        _ => FlowFields.Of(field).Kind switch
        {
            FieldKind.Text or FieldKind.Address => EcsShape.Text,
            FieldKind.Tag => EcsShape.Tag,
            _ => EcsShape.Integer,
        },
    };

    /// <summary>The shape of an unknown field, by its name with <c>_</c>.</summary>
    public static EcsShape OfUnknown(ReadOnlySpan<byte> name) =>
        name.SequenceEqual(FlagNamesKey) ? EcsShape.FlagNames : EcsShape.Text;
}
