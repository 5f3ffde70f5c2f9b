// Options: the optional config file, one setting per line.
using System.Buffers;
using Sluice.Pull.Settings;

namespace Sluice.Cli.Options;

/// <summary>Reads <c>name = value</c> or <c>name value</c> lines; <c>#</c> begins a comment line.</summary>
internal static class ConfigFile
{
    private const int MostName = 32;
    private const int MostBytes = 1 << 20;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    /// <summary>The settings in the file's order; a line that is not a setting is an error that gives its number.</summary>
    public static IReadOnlyList<(string Name, string Value, int Line)> Read(string file)
    {
        string[] lines;
        try
        {
            lines = ReadLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"config: {e.Message}");
        }

        var settings = new List<(string, string, int)>();
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] is '#' or ';')
                continue;
            int end = line.AsSpan().IndexOfAny("= \t");
            // The line is not shown: it may be a secret whose name is missing.
            if (end <= 0 || !IsName(line.AsSpan(0, end)))
                throw new SettingsException($"{file}:{i + 1}: not a 'name = value' line");
            string value = line[end..].TrimStart();
            if (value.StartsWith('='))
                value = value[1..].TrimStart();
            settings.Add((line[..end], value, i + 1));
        }
        return settings;
    }

    /// <summary>All lines of the file; what is too large for a config file, such as a device or a log, is refused.</summary>
    private static string[] ReadLines(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[MostBytes + 1];
        int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (length > MostBytes)
            throw new IOException($"{file} is larger than {MostBytes} bytes: not a config file");
        using var text = new StreamReader(new MemoryStream(bytes, 0, length));
        return text.ReadToEnd().ReplaceLineEndings("\n").Split('\n');
    }

    private static bool IsName(ReadOnlySpan<char> text) =>
        text.Length <= MostName && !text.ContainsAnyExcept(NameCharacters);
}
