// Metrics: /metrics, /healthz, /livez and /readyz, off unless asked for and on loopback unless told otherwise.
using System.Net;
using System.Net.Sockets;
using System.Text;
using Sluice.Pull.Counters;
using Sluice.Pull.Messages;
using Sluice.Pull.Settings;

namespace Sluice.Cli.Metrics;

/// <summary>A small HTTP/1.1 server of a few pages; one request per connection.</summary>
internal sealed class MetricsServer : IDisposable
{
    /// <summary>Connections at once. One more closes the oldest: a client that only holds connections open locks nobody out.</summary>
    internal const int MostConnections = 16;

    private const int MostRequestBytes = 8 << 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly LinkedList<TcpClient> _open = new();

    private MetricsServer(TcpListener listener) => _listener = listener;

    /// <summary>The port listened on.</summary>
    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Binds <c>[HOST:]PORT</c>; without a host, loopback. Throws <see cref="SettingsException"/>.</summary>
    public static MetricsServer Listen(string address)
    {
        int colon = address.LastIndexOf(':');
        string host = colon < 0 ? "127.0.0.1" : address[..colon].Trim('[', ']');
        if (!ushort.TryParse(address.AsSpan(colon + 1), out ushort port))
            throw new SettingsException($"metrics: '{address}' is not [HOST:]PORT");
        if (host == "localhost")
            host = "127.0.0.1";
        if (!IPAddress.TryParse(host is "" or "*" ? "0.0.0.0" : host, out var ip))
            throw new SettingsException($"metrics: '{host}' is not an IP address");
        var listener = new TcpListener(ip, port);
        try
        {
            listener.Start(MostConnections);
        }
        catch (SocketException e)
        {
            listener.Dispose();
            throw new SettingsException($"metrics: cannot listen on {address} ({e.Message})");
        }
        return new MetricsServer(listener);
    }

    /// <summary>Answers from now on, in the background.</summary>
    public void Serve(IReadOnlyList<PullCounter> counters, EngineHealth health) => Task.Run(async () =>
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token).ConfigureAwait(false);
                _ = AnswerAsync(client, Admit(client), counters, health);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // The client left before it was accepted, or there is no free descriptor.
                await Task.Delay(10).ConfigureAwait(false);
            }
        }
    });

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private LinkedListNode<TcpClient> Admit(TcpClient client)
    {
        lock (_open)
        {
            if (_open.Count >= MostConnections)
            {
                _open.First!.Value.Dispose();
                _open.RemoveFirst();
            }
            return _open.AddLast(client);
        }
    }

    private void Leave(LinkedListNode<TcpClient> place)
    {
        lock (_open)
        {
            if (place.List is not null)
                _open.Remove(place);
        }
    }

    private async Task AnswerAsync(TcpClient client, LinkedListNode<TcpClient> place, IReadOnlyList<PullCounter> counters, EngineHealth health)
    {
        using (client)
        using (var patience = new CancellationTokenSource(Patience))
        {
            try
            {
                var stream = client.GetStream();
                var (path, bodyWanted) = await Requested(stream, patience.Token).ConfigureAwait(false);
                var (status, type, body) = path switch
                {
                    "/metrics" or "/" => ("200 OK", "text/plain; version=0.0.4; charset=utf-8", PrometheusText.Of(counters)),
                    "/healthz" => Health(health.Fault()),
                    // An answer is enough: a restart could mend nothing else.
                    "/livez" => Health(null),
                    "/readyz" => Health(health.IsReady ? null : "no receive has succeeded yet"),
                    _ => ("404 Not Found", "text/plain; charset=utf-8", "not found; try /metrics, /healthz, /livez or /readyz\n"),
                };
                byte[] content = Encoding.UTF8.GetBytes(body);
                byte[] head = Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {content.Length}\r\nConnection: close\r\n\r\n");
                await stream.WriteAsync(head, patience.Token).ConfigureAwait(false);
                if (bodyWanted)
                    await stream.WriteAsync(content, patience.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // The client sent no request or read no answer, or it was closed to make room.
            }
            finally
            {
                Leave(place);
            }
        }
    }

    private static (string Status, string Type, string Body) Health(string? fault) =>
        (fault is null ? "200 OK" : "503 Service Unavailable", "text/plain; charset=utf-8", (fault ?? "ok") + "\n");

    private static async Task<(string Path, bool BodyWanted)> Requested(NetworkStream stream, CancellationToken patience)
    {
        byte[] request = new byte[MostRequestBytes];
        int length = 0;
        while (length < request.Length && request.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            int read = await stream.ReadAsync(request.AsMemory(length), patience).ConfigureAwait(false);
            if (read == 0)
                break;
            length += read;
        }
        string[] words = Encoding.ASCII.GetString(request, 0, Math.Max(0, request.AsSpan(0, length).IndexOf("\r\n"u8))).Split(' ');
        return (words.Length >= 2 && words[0] is "GET" or "HEAD" ? words[1].Split('?')[0] : "", words[0] != "HEAD");
    }
}
