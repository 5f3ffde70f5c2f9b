// Tests: a port that nobody listens on.
using System.Net;
using System.Net.Sockets;

namespace Sluice.Testing;

/// <summary>For servers that must be told their port.</summary>
public static class FreePort
{
    /// <summary>A port of loopback that was free a moment ago.</summary>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
