// Tests: a server that takes connections and then fails to answer, in one of the ways that networks and servers have.
using System.Net;
using System.Net.Sockets;

namespace Sluice.Pull.Tests;

/// <summary>How it does not answer.</summary>
public enum Silence
{
    /// <summary>The connection stands, and nothing comes.</summary>
    Nothing,

    /// <summary>A head that promises a body, and no body.</summary>
    HeadOnly,

    /// <summary>A head that never ends, a header a moment.</summary>
    EndlessHead,

    /// <summary>A body that never ends, a few bytes a moment.</summary>
    EndlessBody,
}

/// <summary>Listens on a port of its own.</summary>
public sealed class SilentServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private int _asked;

    public SilentServer(Silence silence = Silence.Nothing)
    {
        _listener.Start();
        _ = AcceptAsync(silence);
    }

    public string Address => $"http://{Host}";

    public string Host => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Connections so far.</summary>
    public int Asked => _asked;

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
    }

    private async Task AcceptAsync(Silence silence)
    {
        while (!_stop.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync(_stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
            Interlocked.Increment(ref _asked);
            _ = AnswerAsync(client, silence);
        }
    }

    private async Task AnswerAsync(TcpClient client, Silence silence)
    {
        try
        {
            using var _ = client;
            using var stream = client.GetStream();
            byte[] request = new byte[16 << 10];
            Assert.NotEqual(0, await stream.ReadAsync(request, _stop.Token));
            if (silence != Silence.Nothing)
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\n"u8.ToArray(), _stop.Token);
            if (silence == Silence.HeadOnly)
                await stream.WriteAsync("Content-Length: 100\r\n\r\n"u8.ToArray(), _stop.Token);
            if (silence == Silence.EndlessBody)
                await stream.WriteAsync("Content-Length: 100000\r\n\r\n{"u8.ToArray(), _stop.Token);
            while (!_stop.IsCancellationRequested)
            {
                await Task.Delay(100, _stop.Token);
                if (silence == Silence.EndlessHead)
                    await stream.WriteAsync("X-More: 1\r\n"u8.ToArray(), _stop.Token);
                else if (silence == Silence.EndlessBody)
                    await stream.WriteAsync("    "u8.ToArray(), _stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
        }
    }
}
