// Aws: one profile of the shared files.
using Sluice.Pull.Settings;

namespace Sluice.Pull.Aws;

/// <summary>A profile's settings under the names that the AWS CLI gives them.</summary>
internal sealed class AwsProfile(string name, IReadOnlyDictionary<string, string> values)
{
    public string Name { get; } = name;

    /// <summary>A setting; an empty one counts as absent.</summary>
    public string? this[string key] => values.TryGetValue(key, out string? value) && value.Length > 0 ? value : null;

    /// <summary>True or false; null when the profile does not say.</summary>
    public bool? Switch(string key) => this[key] is { } value ? AwsVariables.Switch($"profile '{Name}': {key}", value) : null;

    public string? Address(string key) => this[key] is { } value ? AwsVariables.Address($"profile '{Name}': {key}", value) : null;

    /// <summary>The profile that the settings or the environment name, else the default one; only the default may be missing.</summary>
    public static AwsProfile? Chosen(PullSettings settings, SharedFiles files)
    {
        var (source, name) = NameOf(settings);
        return files.Profile(name ?? "default") ?? (name is null ? null
            : throw new SettingsException($"{source}: '{name}' is in neither the shared AWS config file nor the credentials file"));
    }

    /// <summary>Reads the files and chooses; throws with one line when a file cannot be read.</summary>
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
        // In the order in which the AWS CLI reads them.
        return AwsVariables.Text("AWS_DEFAULT_PROFILE") is { } older ? ("AWS_DEFAULT_PROFILE", older) : ("AWS_PROFILE", AwsVariables.Text("AWS_PROFILE"));
    }
}
