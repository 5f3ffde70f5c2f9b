// Settings: a setting whose value is one of a few words.
using Sluice.Core.Text;

namespace Sluice.Core.Settings;

/// <summary>The words, in the order in which help and errors list them, and the value of each.</summary>
/// <param name="what">What an error calls a word that is not one of them: <c>schema</c>, <c>value</c>.</param>
/// <param name="rows">Each word and its value.</param>
public sealed class Choice<T>(string what, params (string Name, T Value)[] rows)
    where T : struct, Enum
{
    /// <summary>All words.</summary>
    public IReadOnlyList<string> Names { get; } = [.. rows.Select(row => row.Name)];

    /// <summary>All words, as in a sentence: <c>keep, drop or fail</c>.</summary>
    public string List => string.Join(", ", rows[..^1].Select(row => row.Name)) + " or " + rows[^1].Name;

    /// <summary>The word for a value.</summary>
    public string Of(T value) => rows.First(row => EqualityComparer<T>.Default.Equals(row.Value, value)).Name;

    /// <summary>Reads a word, without regard to case; false when it is not one of them.</summary>
    public bool TryParse(string? name, out T value)
    {
        foreach (var row in rows)
        {
            if (row.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                value = row.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Reads a word and sets it; returns what is wrong with it, or null.</summary>
    public string? Read(string value, Action<T> set)
    {
        ArgumentNullException.ThrowIfNull(set);
        if (!TryParse(value, out T known))
            return $"unknown {what} '{Printable.Escape(value)}' (expected {List})";
        set(known);
        return null;
    }
}
