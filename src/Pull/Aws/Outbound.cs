// Aws: connections to the outside, as the AWS CLI makes them; for AWS's clients and for receivers of records alike.
using System.Net.Http;
using System.Net.Security;
using Sluice.Pull.Settings;

namespace Sluice.Pull.Aws;

/// <summary>Proxy, certificates and timeouts of every connection.</summary>
internal static class Outbound
{
    /// <summary>Seconds within which a connection must be established.</summary>
    public static int ConnectTimeout(PullSettings settings) => Math.Min(settings.ReadTimeout, 10);

    /// <summary>A connection pool; <paramref name="profile"/> may name certificates too.</summary>
    public static SocketsHttpHandler Handler(PullSettings settings, AwsProfile? profile)
    {
        var sockets = new SocketsHttpHandler
        {
            // A redirect of S3 names the bucket's region, and the caller follows it with a signature that fits.
            AllowAutoRedirect = false,
            Proxy = new EnvironmentProxy(HttpClient.DefaultProxy, AwsVariables.Text("no_proxy") ?? AwsVariables.Text("NO_PROXY")),
            ConnectTimeout = TimeSpan.FromSeconds(ConnectTimeout(settings)),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            // A changed DNS entry takes effect within five minutes, a last long poll included.
            PooledConnectionLifetime = TimeSpan.FromSeconds(270),
            MaxResponseDrainSize = 0,
        };
        if (TrustedRoots.Of(settings, profile) is { } roots)
            sockets.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = roots };
        return sockets;
    }

    /// <summary>A connection pool with the profile that the settings choose.</summary>
    public static SocketsHttpHandler Handler(PullSettings settings) => Handler(settings, AwsProfile.Chosen(settings, out _));
}
