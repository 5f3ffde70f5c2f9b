// Options: the environment.
namespace Sluice.Cli.Options;

/// <summary>Reads environment variables.</summary>
internal static class Variables
{
    /// <summary>A variable's value; null when it is unset or blank.</summary>
    public static string? Value(string name) => Environment.GetEnvironmentVariable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    /// <summary>All variables.</summary>
    public static IEnumerable<KeyValuePair<string, string>> All() => Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
        .Select(entry => KeyValuePair.Create((string)entry.Key, entry.Value as string ?? ""));
}
