// Aws: the environment variables that the AWS CLI knows. An empty one counts as not set: Compose and Helm write empty ones.
using Sluice.Pull.Settings;

namespace Sluice.Pull.Aws;

/// <summary>Reads variables; an error names the variable that cannot work.</summary>
internal static class AwsVariables
{
    public static string? Text(string name) => Environment.GetEnvironmentVariable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    /// <summary>True or false; null when it is not set.</summary>
    public static bool? Switch(string name) => Text(name) is { } value ? Switch(name, value) : null;

    public static bool Switch(string source, string value) => value.ToLowerInvariant() switch
    {
        "true" => true,
        "false" => false,
        _ => throw new SettingsException($"{source}: '{value}' is neither true nor false"),
    };

    /// <summary>An http or https address; null when it is not set.</summary>
    public static string? Address(string name) => Text(name) is { } value ? Address(name, value) : null;

    public static string Address(string source, string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0
            ? value.TrimEnd('/')
            : throw new SettingsException($"{source}: '{value}' is not an http or https address");

    /// <summary>Checks the variables that the SDK reads by itself, and that would make it fail.</summary>
    public static void Check()
    {
        Switch("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS");
        Address("AWS_EC2_METADATA_SERVICE_ENDPOINT");
    }
}
