// Top: where a running puller serves its metrics.
using System.Net;
using System.Net.Sockets;
using Sluice.Core.Text;
using Sluice.Pull.Settings;

namespace Sluice.Cli.Top;

/// <summary>Fetches the metrics of <c>sluice pull --metrics</c>, or of a Fluent Bit.</summary>
internal sealed class MetricsSource : IDisposable
{
    /// <summary>The port of the documentation's examples.</summary>
    public const string DefaultPort = "9464";

    private const string OfPull = "/metrics", OfFluentBit = "/api/v2/metrics/prometheus";
    private const int MostBytes = 16 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = Patience })
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = MostBytes,
    };

    private Uri[] _places;

    private MetricsSource(Uri[] places) => _places = places;

    /// <summary>Host and port, for display.</summary>
    public string Name => _places[0].Authority;

    /// <summary>A source at <c>[HOST:]PORT</c>, on loopback without a host, or at a URL; throws <see cref="SettingsException"/>.</summary>
    public static MetricsSource At(string address)
    {
        if (address.Contains("://", StringComparison.Ordinal))
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
                throw new SettingsException($"'{address}' is neither [HOST:]PORT nor an http or https URL");
            return new(uri.AbsolutePath == "/" ? [new(uri, OfPull), new(uri, OfFluentBit)] : [uri]);
        }

        int colon = address.LastIndexOf(':');
        string host = colon < 0 ? "" : address[..colon].Trim('[', ']');
        if (!ushort.TryParse(address.AsSpan(colon + 1), out ushort port) || port == 0)
            throw new SettingsException($"'{address}' is not [HOST:]PORT");
        // A puller may listen on all addresses of its machine: loopback reaches it.
        if (host is "" or "*" or "0.0.0.0")
            host = "127.0.0.1";
        else if (host == "::")
            host = "::1";
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
            throw new SettingsException($"'{Printable.Escape(host)}' is not a host name");
        string server = $"http://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}";
        return new([new(server + OfPull), new(server + OfFluentBit)]);
    }

    /// <summary>The pullers there; throws <see cref="MetricsException"/>.</summary>
    public async Task<SortedDictionary<string, PullerSample>> ReadAsync(CancellationToken stop)
    {
        Uri? answered = null;
        foreach (var place in _places)
        {
            if (await TextAsync(place, stop).ConfigureAwait(false) is not { } text)
                continue;
            var pullers = PullerSample.Of(ExpositionText.Read(text, "sluice_"));
            if (pullers.Count > 0)
            {
                _places = [place];
                return pullers;
            }
            // A Fluent Bit before 3.0 answers any path, with a page about itself.
            answered = place;
        }
        throw answered is not null
            ? new MetricsException($"{answered} serves no metrics of a puller: it belongs to another program, or to a Fluent Bit without a sluice input", final: true)
            : new MetricsException($"{string.Join(" and ", _places.Select(place => place.ToString()))}: not found (404). Is it the port of 'sluice pull --metrics'? "
                + "Fluent Bit serves metrics only a few seconds after it starts", final: true);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>The page; null when it is not found (404).</summary>
    private async Task<string?> TextAsync(Uri place, CancellationToken stop)
    {
        try
        {
            using var answer = await _http.GetAsync(place, stop).ConfigureAwait(false);
            if (answer.StatusCode == HttpStatusCode.NotFound)
                return null;
            if (!answer.IsSuccessStatusCode)
                throw new MetricsException($"{place}: HTTP {(int)answer.StatusCode}", final: (int)answer.StatusCode is >= 300 and < 500 and not (408 or 429));
            return await answer.Content.ReadAsStringAsync(stop).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw new MetricsException($"{place.Authority} does not answer ({Why(e)})", final: false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new MetricsException($"{place.Authority} does not answer (no response within {Patience.TotalSeconds:0} s)", final: false);
        }
    }

    private static string Why(HttpRequestException e) => e.GetBaseException() switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "connection refused",
        var cause => cause.Message,
    };
}
