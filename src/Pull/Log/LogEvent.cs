// Log: one named event with its fields, written as text or as JSON by the host's logger.
using System.Text;
using Sluice.Core.Text;

namespace Sluice.Pull.Log;

/// <summary>An event of the log.</summary>
/// <param name="Name">A short stable name in snake case.</param>
/// <param name="Text">What happened, for a person.</param>
/// <param name="Fields">What it happened to; an absent value (null) is left out.</param>
public sealed record LogEvent(string Name, string Text, params (string Key, object? Value)[] Fields)
{
    /// <summary>The text, then each field as <c>key=value</c>: one line free of control codes, whatever a key or a server's message holds.</summary>
    public override string ToString()
    {
        var line = new StringBuilder(Printable.Escape(Text));
        foreach (var (key, value) in Fields)
        {
            if (value is null)
                continue;
            string text = Printable.Escape(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "");
            line.Append(' ').Append(key).Append('=');
            bool quoted = text.Length == 0 || text.AsSpan().IndexOfAny(" \"=") >= 0;
            if (quoted)
                line.Append('"').Append(text.Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
            else
                line.Append(text);
        }
        return line.ToString();
    }
}
