// Aws: the proxy of HTTPS_PROXY, bypassed for the hosts of NO_PROXY.
using System.Net;

namespace Sluice.Pull.Aws;

/// <summary>
/// The runtime's own proxy, with <c>NO_PROXY</c> read as the AWS CLI reads it: <c>*</c> is every host, and a
/// name covers its subdomains too, with or without a dot before it.
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
