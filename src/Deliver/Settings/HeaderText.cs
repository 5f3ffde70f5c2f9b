// Settings: a header as a person gives it.
using System.Buffers;
using System.Text.RegularExpressions;
using Sluice.Pull.Settings;

namespace Sluice.Deliver.Settings;

/// <summary>Reads <c>Name: value</c>, and fills in the values of variables and files.</summary>
internal static partial class HeaderText
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~");

    /// <summary>Headers that the request sets by itself.</summary>
    private static readonly string[] Own = ["Content-Length", "Transfer-Encoding", "Content-Encoding", "Connection", "Host", "Expect"];

    /// <summary>What is wrong with a header, without its value; null when nothing is.</summary>
    public static string? Fault(string line)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || line.AsSpan(0, colon).ContainsAnyExcept(NameCharacters))
            return "not 'Name: value'";
        string name = line[..colon];
        return Own.Contains(name, StringComparer.OrdinalIgnoreCase) ? $"{name} is set by the request itself" : null;
    }

    /// <summary>Name and value; throws <see cref="SettingsException"/> where a variable or a file is missing.</summary>
    public static (string Name, string Value) Read(string line)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        string name = line[..colon];
        string value = Reference().Replace(line[(colon + 1)..].Trim(), match => Value(name, match.Groups[1].Value));
        return value.AsSpan().ContainsAnyInRange('\0', '\x1f') ? throw new SettingsException($"http_header: {name}: its value contains a control character") : (name, value);
    }

    /// <summary>The text of a file that holds a secret, without blanks and line ends around it.</summary>
    public static string FromFile(string setting, string path)
    {
        const int Most = 64 << 10;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > Most })
                throw new SettingsException($"{setting}: '{path}' is too large to hold a key");
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{setting}: '{path}' cannot be read ({e.Message})");
        }
    }

    private static string Value(string header, string name)
    {
        if (name.StartsWith("file:", StringComparison.Ordinal))
            return FromFile($"http_header: {header}", name[5..]);
        return Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value.Trim()
            : throw new SettingsException($"http_header: {header}: the variable {name} is not set");
    }

    [GeneratedRegex(@"\$\{([^}]+)\}")]
    private static partial Regex Reference();
}
