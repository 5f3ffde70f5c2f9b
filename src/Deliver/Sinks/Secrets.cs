// Sinks: what must not be printed.
namespace Sluice.Deliver.Sinks;

/// <summary>Removes keys and header values from texts that come back from a server.</summary>
internal sealed class Secrets(IEnumerable<string> values)
{
    /// <summary>A shorter text is no secret, and would be found everywhere.</summary>
    private const int Shortest = 4;

    // The longest first: one may be part of another.
    private readonly string[] _values = [.. values.Where(value => value.Length >= Shortest).Distinct().OrderByDescending(value => value.Length)];

    /// <summary>The text with each secret replaced.</summary>
    public string Scrub(string text)
    {
        foreach (string value in _values)
            text = text.Replace(value, "***", StringComparison.OrdinalIgnoreCase);
        return text;
    }
}
