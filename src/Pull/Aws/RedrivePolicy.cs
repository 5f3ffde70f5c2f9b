// Aws: the one number of a queue's redrive policy that matters here.
using System.Text;
using System.Text.Json;

namespace Sluice.Pull.Aws;

/// <summary>Reads SQS's <c>RedrivePolicy</c> attribute.</summary>
internal static class RedrivePolicy
{
    /// <summary>After how many receives a message moves to the dead-letter queue; null without such a policy.</summary>
    public static int? MaxReceiveCount(string? policy)
    {
        if (string.IsNullOrEmpty(policy))
            return null;
        try
        {
            using var json = JsonDocument.Parse(Encoding.UTF8.GetBytes(policy));
            if (!json.RootElement.TryGetProperty("maxReceiveCount", out var count))
                return null;
            return count.ValueKind == JsonValueKind.Number ? count.GetInt32()
                : int.TryParse(count.GetString(), out int parsed) ? parsed : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
