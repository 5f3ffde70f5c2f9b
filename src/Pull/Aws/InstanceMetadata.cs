// Aws: the metadata service of an EC2 instance (IMDSv2, or version 1 where it has no other).
using System.Net;
using System.Net.Http;
using System.Text.Json;
using Sluice.Pull.Names;

namespace Sluice.Pull.Aws;

/// <summary>Keys and region of the instance.</summary>
internal sealed class InstanceMetadata(AwsProfile? profile)
{
    private const string Keys = "/latest/meta-data/iam/security-credentials/";

    private readonly string _address = Address(profile);

    public static bool IsDisabled => AwsVariables.Text("AWS_EC2_METADATA_DISABLED")?.Equals("true", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The keys of the instance's role.</summary>
    /// <exception cref="KeySourceException">There are none; one line.</exception>
    public async Task<AwsKeys> KeysAsync()
    {
        try
        {
            string? token = await TokenAsync().ConfigureAwait(false);
            string role = await GetAsync(Keys, token).ConfigureAwait(false)
                ?? throw new KeySourceException("the instance has no role: attach an instance profile");
            string answer = await GetAsync(Keys + role.Split('\n')[0].Trim(), token).ConfigureAwait(false)
                ?? throw new KeySourceException($"the instance's role {role} has no keys");
            return KeyJson.Read(answer, $"the instance metadata service ({_address})");
        }
        catch (TimeoutException e)
        {
            throw new KeySourceException($"the instance metadata service ({_address}) gave {e.Message}: in a container on EC2, raise the instance's hop limit to 2 "
                + "(aws ec2 modify-instance-metadata-options --http-put-response-hop-limit 2); elsewhere, provide credentials in another way", e)
            { IsSilent = true };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new KeySourceException($"the instance metadata service ({_address}) cannot be reached: {e.GetBaseException().Message}", e);
        }
    }

    /// <summary>The region of the instance; null when the service does not say.</summary>
    public async Task<string?> RegionAsync()
    {
        try
        {
            string? token = await TokenAsync().ConfigureAwait(false);
            if (await GetAsync("/latest/meta-data/placement/region", token).ConfigureAwait(false) is { } told)
                return AwsNames.IsRegion(told) ? told : null;
            if (await GetAsync("/latest/dynamic/instance-identity/document", token).ConfigureAwait(false) is not { } document)
                return null;
            using var json = JsonDocument.Parse(document);
            return json.RootElement.TryGetProperty("region", out var region) && AwsNames.IsRegion(region.GetString()) ? region.GetString() : null;
        }
        catch (Exception e) when (e is TimeoutException or HttpRequestException or IOException or JsonException or InvalidOperationException or KeySourceException)
        {
            return null;
        }
    }

    /// <summary>The session token; null for version 1, which has none.</summary>
    private async Task<string?> TokenAsync()
    {
        var (status, text) = await LocalService.AskAsync(HttpMethod.Put, _address + "/latest/api/token", ("X-aws-ec2-metadata-token-ttl-seconds", "300")).ConfigureAwait(false);
        return status switch
        {
            HttpStatusCode.OK => text,
            HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => null,
            _ => throw new KeySourceException($"the instance metadata service ({_address}) refused a token: HTTP {(int)status}"),
        };
    }

    /// <summary>The text at a path; null when there is none.</summary>
    private async Task<string?> GetAsync(string path, string? token)
    {
        var (status, text) = await (token is null ? LocalService.AskAsync(HttpMethod.Get, _address + path)
            : LocalService.AskAsync(HttpMethod.Get, _address + path, ("X-aws-ec2-metadata-token", token))).ConfigureAwait(false);
        return status switch
        {
            HttpStatusCode.OK when text.Length > 0 => text,
            HttpStatusCode.NotFound or HttpStatusCode.OK => null,
            _ => throw new KeySourceException($"the instance metadata service ({_address}) answered with HTTP {(int)status}"),
        };
    }

    private static string Address(AwsProfile? profile)
    {
        if (AwsVariables.Address("AWS_EC2_METADATA_SERVICE_ENDPOINT") is { } named)
            return named;
        if (profile?.Address("ec2_metadata_service_endpoint") is { } ofProfile)
            return ofProfile;
        string? mode = AwsVariables.Text("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE") ?? profile?["ec2_metadata_service_endpoint_mode"];
        return mode?.Equals("ipv6", StringComparison.OrdinalIgnoreCase) == true ? "http://[fd00:ec2::254]" : "http://169.254.169.254";
    }
}
