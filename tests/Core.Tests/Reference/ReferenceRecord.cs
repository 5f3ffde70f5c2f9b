// Tests, reference: one record as its reader understood it.
using System.Globalization;

namespace Sluice.Core.Tests.Reference;

/// <summary>The fields that have a value, in the record's order; or why the line is malformed.</summary>
internal sealed class ReferenceRecord(string message)
{
    private readonly List<(string Name, string Text)> _fields = [];

    internal string Message { get; } = message;

    internal string? Malformed { get; set; }

    internal IReadOnlyList<(string Name, string Text)> Fields => _fields;

    internal void Add(string name, string text) => _fields.Add((name, text));

    internal string? Text(string name)
    {
        foreach ((string field, string text) in _fields)
        {
            if (field == name)
                return text;
        }
        return null;
    }

    internal long? Number(string name) =>
        Text(name) is { } text ? long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : null;

    internal bool Has(params string[] names) => names.Any(name => Text(name) is not null);

    /// <summary>A time field in epoch seconds: 13 digits are milliseconds.</summary>
    internal long? Seconds(string name) =>
        Number(name) is not { } number ? null : number is >= 1_000_000_000_000 and <= 9_999_999_999_999 ? number / 1000 : number;

    internal string? Time(string name) => Seconds(name) is not { } seconds
        ? null
        : DateTime.UnixEpoch.AddSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
