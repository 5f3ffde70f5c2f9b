// Http: one request and its answer, each part with a deadline that moves as long as something comes.
using System.IO.Compression;
using System.Net.Http;
using System.Net.Http.Headers;
using Sluice.Core.VpcFlow;
using Sluice.Deliver.Receivers;

namespace Sluice.Deliver.Http;

/// <summary>Sends bodies of one lane, one after the other, in memory that is reused.</summary>
internal sealed class HttpExchange(HttpClient client, Receiver receiver, bool gzip, TimeSpan silence) : IDisposable
{
    /// <summary>Room for twice as many ids as a request can have events.</summary>
    private const int MostAnswer = 16 << 20;

    /// <summary>How much is read of an answer that is no success.</summary>
    private const int EnoughOfAnError = 16 << 10;

    /// <summary>A sent body may still lie in buffers on the way, unseen: the wait for the answer allows for this many bytes a second.</summary>
    private const int SlowestReceiver = 16 << 10;

    private static readonly TimeSpan LetGo = TimeSpan.FromSeconds(5);

    private readonly BodyBuffer _body = new();
    private readonly BodyBuffer _answer = new();

    /// <summary>Bytes of the body as it goes out.</summary>
    public int BodyLength => (int)_body.Length;

    public void Dispose()
    {
        _body.Dispose();
        _answer.Dispose();
    }

    /// <summary>Makes the body of some events, which may be sent any number of times.</summary>
    public void Prepare(ReadOnlySpan<byte> lines)
    {
        _body.Clear();
        if (!gzip)
        {
            receiver.Write(lines, _body);
            return;
        }

        using var compressed = new GZipStream(_body, CompressionLevel.Fastest, leaveOpen: true);
        receiver.Write(lines, compressed);
    }

    /// <summary>Sends the body. A network fault becomes part of the reply; only <paramref name="stop"/> throws.</summary>
    public async Task<Reply> SendAsync(CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(silence);
        int length = BodyLength;
        bool isSent = false;
        using var content = new SteadyContent(_body.Written, written =>
        {
            isSent = written == length;
            Extend(limit, isSent ? silence + TimeSpan.FromSeconds(length / SlowestReceiver) : silence);
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, receiver.Address) { Content = content };
        content.Headers.TryAddWithoutValidation("Content-Type", receiver.ContentType);
        if (gzip)
            content.Headers.ContentEncoding.Add("gzip");
        receiver.Sign(request);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            return await ReadAsync(response, limit).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            return new Reply(0, default, Fault: Explain(receiver.Host, e, silence, isSent));
        }
        finally
        {
            // A connection that was given up may still read the body.
            if (!await content.IsLetGo(LetGo).ConfigureAwait(false))
                _body.Abandon();
        }
    }

    private async Task<Reply> ReadAsync(HttpResponseMessage response, CancellationTokenSource limit)
    {
        _answer.Clear();
        int most = response.IsSuccessStatusCode ? MostAnswer : EnoughOfAnError;
        var stream = await response.Content.ReadAsStreamAsync(limit.Token).ConfigureAwait(false);
        while (_answer.Length < most)
        {
            Extend(limit, silence);
            int read = await stream.ReadAsync(_answer.Room(64 << 10), limit.Token).ConfigureAwait(false);
            if (read == 0)
                break;
            _answer.Advance(read);
        }

        return new Reply((int)response.StatusCode, _answer.Written, After(response.Headers.RetryAfter));
    }

    private static TimeSpan? After(RetryConditionHeaderValue? value) =>
        value?.Delta ?? (value?.Date is { } date ? date - DateTimeOffset.UtcNow : null);

    private static void Extend(CancellationTokenSource limit, TimeSpan time)
    {
        try
        {
            limit.CancelAfter(time);
        }
        catch (ObjectDisposedException)
        {
            // The answer came before the whole body was sent.
        }
    }

    /// <summary>Why there was no answer, in one line.</summary>
    public static string Explain(string host, Exception e, TimeSpan silence, bool isSent) => e is OperationCanceledException
        ? $"{host}: {(isSent ? "no answer" : "no data accepted")} within {silence.TotalSeconds:0} s"
        : $"{host}: {Explain(e)}";

    private static string Explain(Exception e) => (e as HttpRequestException)?.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "unknown host name",
        HttpRequestError.ConnectionError => $"no connection ({e.GetBaseException().Message})",
        HttpRequestError.SecureConnectionError => $"no secure connection ({e.GetBaseException().Message}); ca_bundle names certificates to trust",
        HttpRequestError.ProxyTunnelError => $"the proxy refused the connection ({e.GetBaseException().Message})",
        _ => e.GetBaseException().Message,
    };
}
