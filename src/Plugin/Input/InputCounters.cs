// Input: the engine's counters as a host sees them.
using Sluice.Plugin.Abi;
using Sluice.Pull.Counters;

namespace Sluice.Plugin.Input;

/// <summary>Names are kept once in native memory; values are read at each report.</summary>
internal sealed class InputCounters
{
    // Names outlive every input: a host keeps the pointers.
    private static readonly Dictionary<string, Counter> Known = [];

    private readonly (Counter Row, PullCounter Value)[] _rows;

    public InputCounters(PullCounters counters)
    {
        lock (Known)
            _rows = [.. counters.All.Select(value => (RowOf(value), value))];
    }

    public void Report(CounterSink sink)
    {
        foreach (var (row, value) in _rows)
            sink.Report(row, value.Value);
    }

    private static Counter RowOf(PullCounter value)
    {
        string key = $"{value.Name}/{value.LabelValue}";
        if (!Known.TryGetValue(key, out var row))
        {
            row = new Counter(value.Name, value.Help, value.IsGauge, value.Label, value.LabelValue);
            Known.Add(key, row);
        }

        return row;
    }
}
