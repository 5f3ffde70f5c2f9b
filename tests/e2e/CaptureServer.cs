// Tests: an HTTP server that keeps what it is sent, and answers as the receivers of deploy/fluent-bit/outputs do.
using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Text;

namespace Sluice.E2e.Tests;

/// <summary>One request: path, headers, body inflated, as text of UTF-8.</summary>
internal sealed record Captured(string Path, WebHeaderCollection Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

internal sealed class CaptureServer : IDisposable
{
    private readonly HttpListener _listener = new();

    public CaptureServer()
    {
        Port = FreePort.Find();
        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public int Port { get; }

    public ConcurrentQueue<Captured> Requests { get; } = new();

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync().ConfigureAwait(false);
                using var body = new MemoryStream();
                Stream input = context.Request.InputStream;
                if (context.Request.Headers["Content-Encoding"] == "gzip")
                    input = new GZipStream(input, CompressionMode.Decompress);
                await input.CopyToAsync(body).ConfigureAwait(false);
                Requests.Enqueue(new(context.Request.Url!.AbsolutePath, (WebHeaderCollection)context.Request.Headers, body.ToArray()));
                byte[] answer = Encoding.UTF8.GetBytes(Answer(context.Request.Url.AbsolutePath));
                context.Response.StatusCode = answer.Length == 0 ? 204 : 200;
                context.Response.ContentType = "application/json";
                if (answer.Length > 0)
                    await context.Response.OutputStream.WriteAsync(answer).ConfigureAwait(false);
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static string Answer(string path) => path switch
    {
        "/_bulk" => """{"took":1,"errors":false,"items":[{"create":{"status":201}}]}""",
        "/services/collector/event" => """{"text":"Success","code":0}""",
        "/loki/api/v1/push" => "",
        _ => "{}",
    };
}
