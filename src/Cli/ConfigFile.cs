// CLI: the one optional config file, a setting a line.
namespace Sluice.Cli;

/// <summary>Reads <c>name = value</c> or <c>name value</c> lines; <c>#</c> begins a comment line.</summary>
internal static class ConfigFile
{
    /// <summary>The settings in the file's order; a line that is none is an error that names it.</summary>
    public static IReadOnlyList<(string Name, string Value, int Line)> Read(string file)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Pull.SettingsException($"config: {e.Message}");
        }

        var settings = new List<(string, string, int)>();
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] is '#' or ';')
                continue;
            int end = line.AsSpan().IndexOfAny("= \t");
            if (end <= 0)
                throw new Pull.SettingsException($"{file}:{i + 1}: '{line}' is not 'name = value'");
            string value = line[end..].TrimStart();
            if (value.StartsWith('='))
                value = value[1..].TrimStart();
            settings.Add((line[..end], value, i + 1));
        }
        return settings;
    }
}
