// VpcFlow: a numeric field, as text and as value.
using Sluice.Core.Text;

namespace Sluice.Core.VpcFlow;

/// <summary>JSON uses the text; MessagePack and checks the value.</summary>
internal readonly struct FlowNumber(Slice text, long value)
{
    public readonly Slice Text = text;
    public readonly long Value = value;

    public bool IsPresent => Text.IsPresent;
}
