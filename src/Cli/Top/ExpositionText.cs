// Top: reads Prometheus's text format, as far as counters and gauges go. The text is untrusted: any program may answer.
using System.Globalization;
using System.Text;

namespace Sluice.Cli.Top;

/// <summary>Reads <c>name{label="value"} number [time]</c> lines; other lines are skipped.</summary>
internal static class ExpositionText
{
    /// <summary>The samples whose metric begins with <paramref name="prefix"/>.</summary>
    public static List<Sample> Read(string text, string prefix)
    {
        var samples = new List<Sample>();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(prefix, StringComparison.Ordinal) && TryRead(line) is { } sample)
                samples.Add(sample);
        }
        return samples;
    }

    private static Sample? TryRead(ReadOnlySpan<char> line)
    {
        int end = line.IndexOfAny("{ \t");
        if (end <= 0)
            return null;
        string name = line[..end].ToString();
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var rest = line[end..];
        if (rest[0] == '{' && !TryReadLabels(ref rest, labels))
            return null;
        rest = rest.Trim();
        int space = rest.IndexOfAny(" \t");
        // Infinity and NaN say nothing here.
        return double.TryParse(space < 0 ? rest : rest[..space], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? new(name, labels, value) : null;
    }

    /// <summary>Reads labels from the opening brace on; leaves what follows the closing one.</summary>
    private static bool TryReadLabels(ref ReadOnlySpan<char> rest, Dictionary<string, string> labels)
    {
        rest = rest[1..];
        while (true)
        {
            rest = rest.TrimStart(" ,");
            if (rest.StartsWith("}"))
            {
                rest = rest[1..];
                return true;
            }
            int equals = rest.IndexOf("=\"");
            if (equals <= 0)
                return false;
            string name = rest[..equals].Trim().ToString();
            rest = rest[(equals + 2)..];
            var value = new StringBuilder();
            int at = 0;
            for (; at < rest.Length && rest[at] != '"'; at++)
            {
                if (rest[at] == '\\' && at + 1 < rest.Length)
                    value.Append(rest[++at] == 'n' ? '\n' : rest[at]);
                else
                    value.Append(rest[at]);
            }
            if (at >= rest.Length)
                return false;
            labels[name] = value.ToString();
            rest = rest[(at + 1)..];
        }
    }
}
