// Abi: a counter's name and help as the host sees them.
namespace Sluice.Plugin.Abi;

/// <summary>A counter or a gauge; several of one name are told apart by a label.</summary>
internal sealed class Counter(string name, string help, bool gauge = false, string? label = null, string? labelValue = null)
{
    public nint Name { get; } = Utf8Name.Of(name);

    public nint Help { get; } = Utf8Name.Of(help);

    public nint Label { get; } = Utf8Name.Of(label);

    public nint LabelValue { get; } = Utf8Name.Of(labelValue);

    public int Kind { get; } = gauge ? 1 : 0;
}
