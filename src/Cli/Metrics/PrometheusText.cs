// Metrics: counters in Prometheus's text format.
using System.Globalization;
using System.Text;
using Sluice.Core.Text;
using Sluice.Pull.Counters;

namespace Sluice.Cli.Metrics;

/// <summary>Writes the exposition format, version 0.0.4.</summary>
internal static class PrometheusText
{
    public static string Of(IEnumerable<PullCounter> counters)
    {
        var text = new StringBuilder();
        string last = "";
        foreach (var counter in counters)
        {
            string name = "sluice_" + counter.Name;
            if (name != last)
            {
                text.Append("# HELP ").Append(name).Append(' ').Append(counter.Help).Append('\n');
                text.Append("# TYPE ").Append(name).Append(counter.IsGauge ? " gauge\n" : " counter\n");
                last = name;
            }
            text.Append(name);
            if (counter.Label is not null)
                text.Append('{').Append(counter.Label).Append("=\"").Append(Label(counter.LabelValue)).Append("\"}");
            text.Append(' ').Append(counter.Value.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>A label's value, escaped as the format requires.</summary>
    private static string Label(string? value) =>
        Printable.Escape((value ?? "").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal));
}
