// Log: one named event with its fields, written as text or as JSON by whoever logs it.
using System.Text;

namespace Sluice.Pull;

/// <summary>An event of the log.</summary>
/// <param name="Name">A short stable name in snake case.</param>
/// <param name="Text">What happened, for a person.</param>
/// <param name="Fields">What it happened to; an absent value (null) is left out.</param>
public sealed record LogEvent(string Name, string Text, params (string Key, object? Value)[] Fields)
{
    /// <summary>The text, then each field as <c>key=value</c>.</summary>
    public override string ToString()
    {
        var line = new StringBuilder(Text);
        foreach (var (key, value) in Fields)
        {
            if (value is null)
                continue;
            string text = Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "";
            line.Append(' ').Append(key).Append('=');
            bool quoted = text.Length == 0 || text.AsSpan().IndexOfAny(" \"=") >= 0;
            if (quoted)
                line.Append('"').Append(text.Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
            else
                line.Append(text);
        }
        // One event is one line, whatever a key or a server's message holds.
        for (int i = 0; i < line.Length; i++)
        {
            if (char.IsControl(line[i]))
                line[i] = ' ';
        }
        return line.ToString();
    }
}
