// Tests: a small HTTP proxy between the client and the emulator that answers wrongly on demand.
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sluice.Pull.Tests;

/// <summary>What a request is, as a rule sees it.</summary>
public sealed record ProxiedRequest(string Method, string Path, string Target, string Authorization, int Number)
{
    /// <summary>Request line and headers.</summary>
    public string Head { get; init; } = "";

    public string Body { get; init; } = "";

    public string? Header(string name) => HeadReader.Value(Head, name);
}

/// <summary>What is done with a request; null passes it on.</summary>
public sealed record Fault
{
    public int Status { get; init; }

    public string Body { get; init; } = "";

    public string Headers { get; init; } = "";

    /// <summary>Bytes of the real body after which the connection is reset.</summary>
    public long? ResetAfter { get; init; }

    /// <summary>Bytes of the real body that are declared and sent, as if that were all.</summary>
    public long? Shorten { get; init; }

    /// <summary>Bytes per second of the real body.</summary>
    public int? Slow { get; init; }

    /// <summary>Bytes of the real body after which nothing comes any more, the connection staying open.</summary>
    public long? StallAfter { get; init; }

    /// <summary>Never answers, the connection staying open; the request is not passed on.</summary>
    public bool Hang { get; init; }

    /// <summary>The request is passed on and carried out, but its answer never comes.</summary>
    public bool LoseAnswer { get; init; }

    /// <summary>The real body without its length: in chunks, or until the connection closes.</summary>
    public bool Chunked { get; init; }

    public bool UntilClose { get; init; }

    /// <summary>Changes the head of the real answer.</summary>
    public Func<string, string>? Rewrite { get; init; }

    /// <summary>Headers that are left out of the real answer.</summary>
    public string[] Without { get; init; } = [];

    /// <summary>Closes the connection without an answer.</summary>
    public bool Drop { get; init; }

    public static Fault Of(int status, string code, string message = "as the test wishes", string headers = "") => new()
    {
        Status = status,
        Headers = headers,
        Body = $"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>{message}</Message><RequestId>1</RequestId></Error>",
    };

    public static Fault Sqs(int status, string type, string message = "as the test wishes") => new()
    {
        Status = status,
        Headers = "Content-Type: application/x-amz-json-1.0\r\n",
        Body = $$"""{"__type":"com.amazonaws.sqs#{{type}}","message":"{{message}}"}""",
    };
}

/// <summary>Listens on a port of its own; each test has one.</summary>
public sealed class FaultProxy : IDisposable
{
    private readonly Uri _target;
    private readonly Func<ProxiedRequest, Fault?> _rule;
    private readonly Link? _link;
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private Socket _listener;
    private int _count;

    public FaultProxy(string target, Func<ProxiedRequest, Fault?> rule, Link? link = null)
    {
        _target = new Uri(target);
        _link = link;
        _rule = rule;
        _listener = Listen(0);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
    }

    public int Port { get; }

    public string Address => $"http://127.0.0.1:{Port}";

    public ConcurrentQueue<ProxiedRequest> Seen { get; } = new();

    /// <summary>Refuses connections from now on, and cuts those that are open.</summary>
    public void Unplug()
    {
        _listener.Dispose();
        CutAll();
    }

    /// <summary>Listens again on the same port.</summary>
    public void Plug() => _listener = Listen(Port);

    public void CutAll()
    {
        foreach (var socket in _open.Keys)
            Reset(socket);
    }

    public void Dispose() => Unplug();

    private Socket Listen(int port)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(256);
        _ = AcceptAsync(listener);
        return listener;
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await listener.AcceptAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
            client.NoDelay = true;
            _open[client] = true;
            _ = Task.Run(() => ServeAsync(client));
        }
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            using var stream = new NetworkStream(client);
            var reader = new HeadReader(stream);
            while (await reader.ReadHeadAsync() is { } head && await AnswerAsync(client, stream, reader, head))
            {
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
        }
        finally
        {
            _open.TryRemove(client, out _);
            client.Dispose();
        }
    }

    private async Task<bool> AnswerAsync(Socket client, NetworkStream stream, HeadReader reader, string head)
    {
        byte[] body = await reader.ReadBodyAsync(HeadReader.Length(head) ?? 0);
        string[] first = head[..head.IndexOf('\r', StringComparison.Ordinal)].Split(' ');
        var request = new ProxiedRequest(first[0], first[1], HeadReader.Value(head, "X-Amz-Target") ?? "",
            HeadReader.Value(head, "Authorization") ?? "", Interlocked.Increment(ref _count))
        {
            Head = head,
            Body = Encoding.UTF8.GetString(body),
        };
        Seen.Enqueue(request);
        if (_link is { RoundTrip: var roundTrip } && roundTrip > TimeSpan.Zero)
            await Task.Delay(roundTrip);
        var fault = _rule(request);
        if (fault is { Drop: true })
        {
            Reset(client);
            return false;
        }
        if (fault is { Hang: true })
        {
            await WhileClientLives(client, new TaskCompletionSource<string?>().Task);
            return false;
        }
        if (fault is { Status: > 0 })
        {
            string answer = $"HTTP/1.1 {fault.Status} Fault\r\n{fault.Headers}Content-Length: {(first[0] == "HEAD" ? 0 : Encoding.UTF8.GetByteCount(fault.Body))}\r\n\r\n{(first[0] == "HEAD" ? "" : fault.Body)}";
            await stream.WriteAsync(Encoding.UTF8.GetBytes(answer));
            return true;
        }

        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await server.ConnectAsync(_target.Host, _target.Port);
        // If the client goes away during a long poll, so does our request: the emulator must not hand out
        // messages that nobody will see, any more than AWS would on a closed connection.
        using var onward = new NetworkStream(server);
        await onward.WriteAsync(Encoding.Latin1.GetBytes(head));
        await onward.WriteAsync(body);
        var response = new HeadReader(onward);
        string? responseHead = await WhileClientLives(client, response.ReadHeadAsync());
        if (responseHead is null)
            return false;
        long length = first[0] == "HEAD" ? 0 : HeadReader.Length(responseHead) ?? 0;
        if (fault is { Shorten: { } shorter } && shorter < length)
        {
            responseHead = HeadReader.WithLength(responseHead, shorter);
            length = shorter;
        }
        if (fault is { LoseAnswer: true })
        {
            await WhileClientLives(client, new TaskCompletionSource<string?>().Task);
            return false;
        }
        string[] without = [.. fault?.Without ?? [], .. fault is { Chunked: true } or { UntilClose: true } ? (string[])["Content-Length", "Connection", "Keep-Alive"] : []];
        responseHead = string.Join("\r\n", responseHead.Split("\r\n").Where(line => !without.Any(name => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))));
        if (fault is { Chunked: true })
            responseHead = responseHead[..^2] + "Transfer-Encoding: chunked\r\n\r\n";
        if (fault is { UntilClose: true })
            responseHead = responseHead[..^2] + "Connection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.Latin1.GetBytes(fault?.Rewrite?.Invoke(responseHead) ?? responseHead));
        if (fault is { Chunked: true } && length > 0)
            await stream.WriteAsync(Encoding.Latin1.GetBytes($"{length:x}\r\n"));
        bool whole = await CopyAsync(client, stream, response, length, fault);
        if (fault is { Chunked: true } && whole)
            await stream.WriteAsync("\r\n0\r\n\r\n"u8.ToArray());
        if (fault is { UntilClose: true })
            client.Shutdown(SocketShutdown.Both);
        return whole && fault is not { UntilClose: true };
    }

    private static async Task<string?> WhileClientLives(Socket client, Task<string?> answer)
    {
        while (await Task.WhenAny(answer, Task.Delay(100)) != answer)
        {
            if (client.Poll(0, SelectMode.SelectRead) && client.Available == 0)
                return null;
        }
        return await answer;
    }

    private async Task<bool> CopyAsync(Socket client, NetworkStream stream, HeadReader response, long length, Fault? fault)
    {
        long sent = 0;
        byte[] buffer = new byte[64 << 10];
        while (sent < length)
        {
            long most = Math.Min(buffer.Length, length - sent);
            if (fault?.Slow is { } rate)
                most = Math.Min(most, Math.Max(1, rate / 10));
            if (fault?.ResetAfter is { } reset)
            {
                if (sent >= reset)
                {
                    Reset(client);
                    return false;
                }
                most = Math.Min(most, reset - sent);
            }
            if (fault?.StallAfter is { } stall)
            {
                if (sent >= stall)
                {
                    await WhileClientLives(client, new TaskCompletionSource<string?>().Task);
                    return false;
                }
                most = Math.Min(most, stall - sent);
            }
            int read = await response.ReadAsync(buffer.AsMemory(0, (int)most));
            if (read == 0)
                return false;
            if (_link is not null)
                await _link.CarryAsync(read);
            await stream.WriteAsync(buffer.AsMemory(0, read));
            sent += read;
            if (fault?.Slow is not null)
                await Task.Delay(100);
        }
        return true;
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
            socket.Close();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }
}
