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

    private Func<string, string?> Refuse { get; init; } = _ => null;

    /// <summary>TLS before a plain server, with the certificate of <see cref="TestAuthority"/>.</summary>
    public static Tunnel Tls(string target) => new(new Uri(target).Port, async client =>
    {
        var tls = new SslStream(client);
        await tls.AuthenticateAsServerAsync(TestAuthority.Shared.Certificate);
        return tls;
    });

    /// <summary>
    /// A proxy behind which every name is <paramref name="target"/>; by the head of a CONNECT
    /// <paramref name="refuse"/> says with which status and headers it is refused.
    /// </summary>
    public static Tunnel Proxy(int target, Func<string, string?>? refuse = null) => new(target, greet: null) { Refuse = refuse ?? (_ => null) };

    public void Dispose() => _listener.Dispose();

    private async Task<Stream?> ConnectAsync(NetworkStream client)
    {
        if (await new HeadReader(client).ReadHeadAsync() is not { } head)
            return null;
        Connects.Enqueue(head);
        string? refusal = Refuse(head);
        await client.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {(refusal is null ? "200 Connected" : refusal + "\r\nContent-Length: 0\r\nConnection: close")}\r\n\r\n"));
        return refusal is null ? client : null;
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
