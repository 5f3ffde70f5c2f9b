// Aws: the connections that all clients of an engine share. Their number has no limit, so no call waits for another.
using System.Net;
using System.Net.Http;
using Amazon.Runtime;
using Sluice.Pull.Settings;

namespace Sluice.Pull.Aws;

/// <summary>One connection pool for all clients.</summary>
internal sealed class AwsTransport : HttpClientFactory, IDisposable
{
    /// <summary>Ten messages of 1 MiB, escaped: except for an object, no answer is larger.</summary>
    private const int LargestAnswer = 64 << 20;

    private readonly HttpClient _client;

    /// <param name="settings">Certificates and timeouts.</param>
    /// <param name="profile">May name certificates too.</param>
    /// <param name="whenDated">Called with the time of each answer.</param>
    public AwsTransport(PullSettings settings, AwsProfile? profile, Action<DateTimeOffset> whenDated)
    {
        ConnectTimeout = Outbound.ConnectTimeout(settings);
        _client = new HttpClient(new Whole(Outbound.Handler(settings, profile), whenDated)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Seconds within which a connection must be established.</summary>
    public int ConnectTimeout { get; }

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    public void Dispose() => _client.Dispose();

    /// <summary>
    /// Loads the whole body of an answer first, because the SDK reads a body without the token that ends a call. An object's
    /// body is the exception: its reader watches over it.
    /// </summary>
    private sealed class Whole(HttpMessageHandler inner, Action<DateTimeOffset> whenDated) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (answer.Headers.Date is { } date)
                whenDated(date);
            if (IsObject(request, answer))
                return answer;
            try
            {
                await answer.Content.LoadIntoBufferAsync(LargestAnswer, cancellationToken).ConfigureAwait(false);
                return answer;
            }
            catch
            {
                answer.Dispose();
                throw;
            }
        }

        private static bool IsObject(HttpRequestMessage request, HttpResponseMessage answer) => request.Method == HttpMethod.Get
            && answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.PartialContent
            && request.RequestUri?.Query.Contains("list-type=2", StringComparison.Ordinal) != true;
    }
}
