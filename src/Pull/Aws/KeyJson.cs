// Aws: keys as JSON, as instance metadata, a container's agent and credential_process give them.
using System.Globalization;
using System.Text.Json;

namespace Sluice.Pull.Aws;

/// <summary>Reads such an answer; an error quotes nothing of it but its message or code.</summary>
internal static class KeyJson
{
    /// <exception cref="KeySourceException">It holds no keys.</exception>
    public static AwsKeys Read(string text, string source)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            string? id = Value(json, "AccessKeyId"), secret = Value(json, "SecretAccessKey");
            if (id is not null && secret is not null)
                return new AwsKeys(id, secret, Value(json, "Token") ?? Value(json, "SessionToken"), Time(Value(json, "Expiration"), source));
            string? code = Value(json, "Code") ?? Value(json, "code"), why = Value(json, "Message") ?? Value(json, "message");
            throw new KeySourceException($"{source} returned no keys ({CallErrors.Scrub(why ?? code ?? "AccessKeyId or SecretAccessKey is missing")})");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new KeySourceException($"{source} did not return keys as JSON", e);
        }
    }

    private static string? Value(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static DateTimeOffset? Time(string? text, string source) => text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new KeySourceException($"{source} returned keys with an Expiration that is not a valid time");
}
