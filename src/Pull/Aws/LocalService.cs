// Aws: one request to a link-local service (instance metadata, a container's agent), which answers at once or never.
using System.Net;
using System.Net.Http;
using System.Net.Sockets;

namespace Sluice.Pull.Aws;

/// <summary>Asks link-local services: no proxy, no patience.</summary>
internal static class LocalService
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(3),
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = 1 << 20,
    };

    /// <summary>Seconds for each try and the number of tries, by the AWS CLI's variables; in total less than the ten seconds a person waits.</summary>
    public static (int Seconds, int Tries) Patience
    {
        get
        {
            int seconds = Number("AWS_METADATA_SERVICE_TIMEOUT", 2, most: 8), tries = Number("AWS_METADATA_SERVICE_NUM_ATTEMPTS", 2, most: 4);
            return (seconds, Math.Max(1, Math.Min(tries, 8 / seconds)));
        }
    }

    /// <summary>
    /// The answer's status and text; a server error is tried again.
    /// </summary>
    /// <exception cref="TimeoutException">No try was answered.</exception>
    /// <exception cref="HttpRequestException">Nothing listens there.</exception>
    public static async Task<(HttpStatusCode Status, string Text)> AskAsync(HttpMethod method, string address, params (string Name, string Value)[] headers)
    {
        var (seconds, tries) = Patience;
        for (int left = tries; ; left--)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
            try
            {
                using var request = new HttpRequestMessage(method, address);
                foreach (var (name, value) in headers)
                    request.Headers.TryAddWithoutValidation(name, value);
                using var answer = await Client.SendAsync(request, limit.Token).ConfigureAwait(false);
                string text = await answer.Content.ReadAsStringAsync(limit.Token).ConfigureAwait(false);
                if ((int)answer.StatusCode < 500 || left <= 1)
                    return (answer.StatusCode, text.Trim());
            }
            catch (Exception e) when (left > 1 && e is OperationCanceledException or IOException || left > 1 && IsReset(e))
            {
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"no answer within {seconds * tries} s");
            }
        }
    }

    private static bool IsReset(Exception e) => e is HttpRequestException && e.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionReset };

    private static int Number(string variable, int usual, int most) =>
        int.TryParse(AwsVariables.Text(variable), out int number) && number > 0 ? Math.Min(number, most) : usual;
}
