// Flow: a numeric field, as text and as value.
namespace Sluice.Core;

/// <summary>The text serves JSON, the value MessagePack and checks.</summary>
internal unsafe struct FlowNumber
{
    public Slice Text;
    public long Value;

    public readonly bool IsPresent => Text.IsPresent;
}
