// Aws: one profile of the shared files.
using Sluice.Pull.Settings;

namespace Sluice.Pull.Aws;

/// <summary>A profile's settings under the names that the AWS CLI gives them.</summary>
internal sealed class AwsProfile(string name, IReadOnlyDictionary<string, string> values)
{
    public string Name { get; } = name;

    /// <summary>A setting; an empty one is as good as none.</summary>
    public string? this[string key] => values.TryGetValue(key, out string? value) && value.Length > 0 ? value : null;

    /// <summary>True or false; null when the profile does not say.</summary>
    public bool? Switch(string key) => this[key] is { } value ? AwsVariables.Switch($"profile '{Name}': {key}", value) : null;

    public string? Address(string key) => this[key] is { } value ? AwsVariables.Address($"profile '{Name}': {key}", value) : null;

    /// <summary>The profile of the settings, of the environment or the default one; only the last may be absent.</summary>
    public static AwsProfile? Chosen(PullSettings settings, SharedFiles files)
    {
        var (source, name) = NameOf(settings);
        return files.Profile(name ?? "default") ?? (name is null ? null
            : throw new SettingsException($"{source}: '{name}' is in none of the shared AWS files"));
    }

    /// <summary>Reads the files and chooses; what cannot be read is one line.</summary>
    public static AwsProfile? Chosen(PullSettings settings, out SharedFiles files)
    {
        try
        {
            files = SharedFiles.Read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{NameOf(settings).Source}: the shared AWS files cannot be read ({e.Message})");
        }
        return Chosen(settings, files);
    }

    private static (string Source, string? Name) NameOf(PullSettings settings)
    {
        if (settings.Profile is { } set)
            return ("profile", set);
        // In the order in which the AWS CLI asks for them.
        return AwsVariables.Text("AWS_DEFAULT_PROFILE") is { } older ? ("AWS_DEFAULT_PROFILE", older) : ("AWS_PROFILE", AwsVariables.Text("AWS_PROFILE"));
    }
}
