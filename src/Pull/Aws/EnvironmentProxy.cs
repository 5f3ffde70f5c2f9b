// Aws: the proxy of HTTPS_PROXY, passed by for the hosts of NO_PROXY.
using System.Net;

namespace Sluice.Pull.Aws;

/// <summary>
/// The runtime's own proxy with the AWS CLI's reading of <c>NO_PROXY</c>: <c>*</c> is every host, and a name
/// is its subdomains too, with a dot before it or without.
/// </summary>
internal sealed class EnvironmentProxy(IWebProxy proxy, string? direct) : IWebProxy
{
    private readonly string[] _direct = direct is null ? [] : direct.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public ICredentials? Credentials
    {
        get => proxy.Credentials;
        set => proxy.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : proxy.GetProxy(destination);

    public bool IsBypassed(Uri host) => Array.Exists(_direct, name => Covers(name.TrimStart('*', '.'), name, host)) || proxy.IsBypassed(host);

    private static bool Covers(string domain, string name, Uri host) => name == "*" || host.Authority.Equals(name, StringComparison.OrdinalIgnoreCase)
        || (domain.Length > 0 && (host.Host.Equals(domain, StringComparison.OrdinalIgnoreCase)
            || (host.Host.EndsWith(domain, StringComparison.OrdinalIgnoreCase) && host.Host[^(domain.Length + 1)] == '.')));
}
