// Top: one number of a scrape.
namespace Sluice.Cli.Top;

/// <summary>A sample: its metric, its labels, its value.</summary>
internal sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);
