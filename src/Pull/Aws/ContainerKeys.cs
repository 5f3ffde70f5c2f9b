// Aws: keys from the agent of ECS, EKS Pod Identity or anything else that speaks its protocol.
using System.Net;
using System.Net.Http;

namespace Sluice.Pull.Aws;

/// <summary>The service of <c>AWS_CONTAINER_CREDENTIALS_…</c>.</summary>
internal static class ContainerKeys
{
    /// <summary>Agents that may be asked without encryption; any other must be on this machine.</summary>
    private static readonly string[] Agents = ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"];

    public static bool IsConfigured => Relative is not null || Full is not null;

    private static string? Relative => AwsVariables.Text("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");

    private static string? Full => AwsVariables.Text("AWS_CONTAINER_CREDENTIALS_FULL_URI");

    /// <exception cref="KeySourceException">The agent gives none; one line.</exception>
    public static async Task<AwsKeys> FetchAsync()
    {
        string address = Relative is { } path ? "http://169.254.170.2" + path : Full!;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new KeySourceException($"AWS_CONTAINER_CREDENTIALS_{(Relative is null ? "FULL" : "RELATIVE")}_URI: '{address}' is not an http or https address");
        if (uri.Scheme == "http" && !uri.IsLoopback && !Agents.Contains(uri.Host))
            throw new KeySourceException($"AWS_CONTAINER_CREDENTIALS_FULL_URI: {uri.Host} must be reached over https");
        string agent = $"the container credentials agent ({uri.Scheme}://{uri.Authority})";
        try
        {
            var (status, text) = await (Token() is { } token ? LocalService.AskAsync(HttpMethod.Get, address, ("Authorization", token))
                : LocalService.AskAsync(HttpMethod.Get, address)).ConfigureAwait(false);
            return status == HttpStatusCode.OK ? KeyJson.Read(text, agent)
                : throw new KeySourceException($"{agent} answered with HTTP {(int)status}");
        }
        catch (TimeoutException e)
        {
            throw new KeySourceException($"{agent} gave {e.Message}: is it running, and may this container reach it?", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            throw new KeySourceException($"{agent} cannot be reached: {e.GetBaseException().Message}", e);
        }
    }

    /// <summary>The token's file is read each time, because its writer renews it.</summary>
    private static string? Token() => AwsVariables.Text("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") is { } file
        ? File.ReadAllText(file).Trim() : AwsVariables.Text("AWS_CONTAINER_AUTHORIZATION_TOKEN");
}
