// Aws: the shared files (~/.aws/config and credentials), read whenever they are needed, because other programs rewrite them.
namespace Sluice.Pull.Aws;

/// <summary>One reading of both files.</summary>
internal sealed class SharedFiles
{
    private readonly Dictionary<string, Dictionary<string, string>> _sections = new(StringComparer.Ordinal);

    private SharedFiles()
    {
    }

    /// <summary>Changes whenever one of the files does.</summary>
    public static (long, long, long, long) Stamp()
    {
        var (config, keys) = (new FileInfo(ConfigPath), new FileInfo(KeysPath));
        return (Time(config), Size(config), Time(keys), Size(keys));

        static long Time(FileInfo file) => file.Exists ? file.LastWriteTimeUtc.Ticks : 0;
        static long Size(FileInfo file) => file.Exists ? file.Length : -1;
    }

    /// <exception cref="IOException">A file is there but cannot be read.</exception>
    public static SharedFiles Read()
    {
        var files = new SharedFiles();
        files.Add(ConfigPath, isConfig: true);
        // Read last: where both files have a setting, the credentials file wins.
        files.Add(KeysPath, isConfig: false);
        return files;
    }

    /// <summary>A profile's settings; null when neither file has it.</summary>
    public AwsProfile? Profile(string name) => _sections.TryGetValue("profile " + name, out var values) ? new AwsProfile(name, values) : null;

    /// <summary>The endpoint of a service in the <c>services</c> section that a profile names.</summary>
    public string? ServiceEndpoint(AwsProfile profile, string service) => profile["services"] is { } section
        && _sections.TryGetValue("services " + section, out var values) ? values.GetValueOrDefault(service + ".endpoint_url") : null;

    private static string ConfigPath => PathOf("AWS_CONFIG_FILE", "config");

    private static string KeysPath => PathOf("AWS_SHARED_CREDENTIALS_FILE", "credentials");

    private static string PathOf(string variable, string name)
    {
        string home = AwsVariables.Text("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (AwsVariables.Text(variable) is not { } path)
            return Path.Combine(home, ".aws", name);
        return path.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(home, path[2..]) : path;
    }

    private void Add(string path, bool isConfig)
    {
        if (!File.Exists(path))
            return;
        Dictionary<string, string>? section = null;
        string key = "";
        foreach (string line in File.ReadLines(path))
        {
            string text = line.Trim();
            if (text.Length == 0 || text[0] is '#' or ';')
                continue;
            if (text[0] == '[')
            {
                section = Section(text, isConfig);
                key = "";
                continue;
            }
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (section is null || equals <= 0)
                continue;
            string name = text[..equals].TrimEnd().ToLowerInvariant(), value = text[(equals + 1)..].Trim();
            // "s3 =" and the indented lines below it are one nested setting.
            if (char.IsWhiteSpace(line[0]) && key.Length > 0)
            {
                section[$"{key}.{name}"] = Value(name, value);
                continue;
            }
            section[name] = Value(name, value);
            key = value.Length == 0 ? name : "";
        }
    }

    private Dictionary<string, string>? Section(string text, bool isConfig)
    {
        int end = text.IndexOf(']', StringComparison.Ordinal);
        if (end < 0)
            return null;
        string[] words = text[1..end].Split([' ', '\t'], 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string? name = words.Length switch
        {
            0 => null,
            1 => isConfig && words[0] != "default" ? null : "profile " + words[0],
            _ => words[0] is "profile" or "services" ? $"{words[0]} {words[1].Trim('"', '\'')}" : null,
        };
        if (name is null)
            return null;
        if (!_sections.TryGetValue(name, out var section))
            _sections[name] = section = new(StringComparer.Ordinal);
        return section;
    }

    /// <summary>The value without a trailing comment; a command is kept whole, because it may contain such characters.</summary>
    private static string Value(string name, string value)
    {
        if (name == "credential_process")
            return value;
        for (int i = 1; i < value.Length; i++)
        {
            if (value[i] is '#' or ';' && char.IsWhiteSpace(value[i - 1]))
                return value[..i].TrimEnd();
        }
        return value;
    }
}
