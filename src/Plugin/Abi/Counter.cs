// Abi: a counter's name and help as the host sees them.
namespace Sluice.Plugin.Abi;

/// <summary>A counter (or a gauge) in the order in which it is reported.</summary>
internal sealed class Counter(string name, string help, bool gauge = false)
{
    public nint Name { get; } = Utf8Name.Of(name);

    public nint Help { get; } = Utf8Name.Of(help);

    public int Kind { get; } = gauge ? 1 : 0;
}
