// Tests: a plain receiver, which answers as a test says and keeps what came.
using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;

namespace Sluice.Deliver.Tests;

/// <summary>A request as it came, its body inflated.</summary>
public sealed record Taken(string Path, WebHeaderCollection Headers, string Body);

/// <summary>An HTTP server in this process.</summary>
public sealed class WebServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<Taken, (int Status, string Body, string? Location)> _answer;

    public WebServer(Func<Taken, (int Status, string Body, string? Location)>? answer = null)
    {
        _answer = answer ?? (_ => (200, "", null));
        Address = $"http://127.0.0.1:{FreePort.Find()}";
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public string Address { get; }

    public ConcurrentQueue<Taken> Seen { get; } = new();

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                _ = Task.Run(() => Answer(context));
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Answer(HttpListenerContext context)
    {
        var request = context.Request;
        Stream stream = request.Headers["Content-Encoding"] == "gzip" ? new GZipStream(request.InputStream, CompressionMode.Decompress) : request.InputStream;
        using var reader = new StreamReader(stream);
        var taken = new Taken(request.RawUrl!, (WebHeaderCollection)request.Headers, reader.ReadToEnd());
        Seen.Enqueue(taken);
        var (status, body, location) = _answer(taken);
        context.Response.StatusCode = status;
        if (location is not null)
            context.Response.RedirectLocation = location;
        context.Response.Close(System.Text.Encoding.UTF8.GetBytes(body), false);
    }
}
