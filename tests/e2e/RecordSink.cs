// Tests: an HTTP server that counts the numbered records it is sent.
using System.Net;
using System.Text;

namespace Sluice.E2e.Tests;

/// <summary>
/// Receives Fluent Bit's http output (json_lines). A record counts once its request was answered; the interface id
/// carries its number.
/// </summary>
internal sealed class RecordSink : IDisposable
{
    private static readonly byte[] Mark = "\"interface\":{\"name\":\"eni-"u8.ToArray();

    private readonly HttpListener _listener = new();
    private readonly int[] _seen;
    private readonly DateTime _answersFrom;
    private long _total;

    public RecordSink(int records, double stallSeconds = 0)
    {
        _seen = new int[records];
        _answersFrom = DateTime.UtcNow.AddSeconds(stallSeconds);
        Port = FreePort.Find();
        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public int Port { get; }

    /// <summary>It answers 503 and counts nothing.</summary>
    public bool Refuses { get; set; }

    /// <summary>Records received, repeated ones each time.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>Different records received.</summary>
    public int Distinct => _seen.Count(times => times > 0);

    /// <summary>Takes records that come by a pipe, a whole line each, while it does not refuse.</summary>
    public void Read(Stream pipe)
    {
        byte[] buffer = new byte[1 << 20];
        int length = 0, read;
        while ((read = pipe.Read(buffer, length, buffer.Length - length)) > 0)
        {
            length += read;
            int whole = buffer.AsSpan(0, length).LastIndexOf((byte)'\n') + 1;
            Count(buffer.AsSpan(0, whole));
            buffer.AsSpan(whole, length - whole).CopyTo(buffer);
            length -= whole;
            while (Refuses)
                Thread.Sleep(20);
        }
    }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync().ConfigureAwait(false);
                _ = Task.Run(() => AnswerAsync(context));
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body).ConfigureAwait(false);
            var wait = _answersFrom - DateTime.UtcNow;
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait).ConfigureAwait(false);
            bool refuses = Refuses;
            if (!refuses && body.Length == context.Request.ContentLength64)
                Count(body.GetBuffer().AsSpan(0, (int)body.Length));
            context.Response.StatusCode = refuses ? 503 : 200;
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
        {
            // Fluent Bit was killed in the middle of a request: it will be sent again.
        }
    }

    private void Count(ReadOnlySpan<byte> body)
    {
        for (int at = body.IndexOf(Mark); at >= 0;)
        {
            body = body[(at + Mark.Length)..];
            int number = Convert.ToInt32(Encoding.ASCII.GetString(body[..17]), 16);
            Interlocked.Increment(ref _seen[number]);
            Interlocked.Increment(ref _total);
            at = body.IndexOf(Mark);
        }
    }
}
