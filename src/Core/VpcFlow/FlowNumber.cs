// Flow: a numeric field, as text and as value.
namespace Sluice.Core;

/// <summary>The text serves JSON, the value MessagePack and checks.</summary>
internal readonly struct FlowNumber(Slice text, long value)
{
    public readonly Slice Text = text;
    public readonly long Value = value;

    public bool IsPresent => Text.IsPresent;
}
