// Tests: two servers that pass bytes on: one that speaks TLS, and a proxy that is asked by CONNECT.
using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Sluice.Pull.Tests;

/// <summary>Accepts, greets in its own way, then joins the two connections.</summary>
public sealed class Tunnel : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly Func<NetworkStream, Task<Stream?>> _greet;

    private Tunnel(int target, Func<NetworkStream, Task<Stream?>>? greet)
    {
        _target = target;
        _greet = greet ?? ConnectAsync;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Of a proxy: the head of each CONNECT.</summary>
    public ConcurrentQueue<string> Connects { get; } = new();

    /// <summary>Of a proxy: the status line that refuses everyone.</summary>
    public string? Refusal { get; init; }

    /// <summary>TLS before a plain server, with the certificate of <see cref="TestAuthority"/>.</summary>
    public static Tunnel Tls(string target) => new(new Uri(target).Port, async client =>
    {
        var tls = new SslStream(client);
        await tls.AuthenticateAsServerAsync(TestAuthority.Shared.Certificate);
        return tls;
    });

    /// <summary>A proxy behind which every name is <paramref name="target"/>.</summary>
    public static Tunnel Proxy(int target, string? refusal = null) => new(target, greet: null) { Refusal = refusal };

    public void Dispose() => _listener.Dispose();

    private async Task<Stream?> ConnectAsync(NetworkStream client)
    {
        if (await new HeadReader(client).ReadHeadAsync() is not { } head)
            return null;
        Connects.Enqueue(head);
        await client.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {(Refusal is null ? "200 Connected" : Refusal + "\r\nContent-Length: 0")}\r\n\r\n"));
        return Refusal is null ? client : null;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        try
        {
            using (client)
            {
                if (await _greet(client.GetStream()) is not { } near)
                    return;
                await server.ConnectAsync(IPAddress.Loopback, _target);
                var far = server.GetStream();
                await Task.WhenAny(near.CopyToAsync(far), far.CopyToAsync(near));
            }
        }
        catch (Exception e) when (e is IOException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            // Whoever does not trust us goes away.
        }
    }
}
