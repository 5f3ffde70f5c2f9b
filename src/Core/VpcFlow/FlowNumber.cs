// VpcFlow: a numeric field, as text and as value.
using Sluice.Core.Text;

namespace Sluice.Core.VpcFlow;

/// <summary>The text serves JSON, the value MessagePack and checks.</summary>
internal readonly struct FlowNumber(Slice text, long value)
{
    public readonly Slice Text = text;
    public readonly long Value = value;

    public bool IsPresent => Text.IsPresent;
}
