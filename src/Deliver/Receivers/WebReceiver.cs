// Receivers: any server that takes events by HTTP, such as Splunk's HEC or a server of one's own.
using System.Net.Http;
using Sluice.Core.Settings;
using Sluice.Deliver.Settings;
using Sluice.Deliver.Sinks;

namespace Sluice.Deliver.Receivers;

/// <summary>A success means that the server has all of a request's events.</summary>
internal sealed class WebReceiver : Receiver
{
    private readonly (string Name, string Value)[] _headers;
    private readonly bool _array;

    public WebReceiver(Uri address, IEnumerable<(string Name, string Value)> headers, BodyFormat format, OutputEncoding encoding)
        : this(address, [.. headers], format, encoding)
    {
    }

    private WebReceiver(Uri address, (string Name, string Value)[] headers, BodyFormat format, OutputEncoding encoding)
        : base("http", address, new Secrets(SecretsOf(address, headers)))
    {
        _array = format == BodyFormat.Array;
        ContentType = headers.LastOrDefault(header => header.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value
            ?? (_array ? "application/json" : encoding == OutputEncoding.Lines ? "text/plain; charset=utf-8" : "application/x-ndjson");
        _headers = [.. headers.Where(header => !header.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))];
    }

    public override string ContentType { get; }

    protected override string Credential => _headers.Length == 0 ? "requests without a credential" : "the credential in http_header";

    protected override string Cure => "correct http_header";

    public override void Sign(HttpRequestMessage request)
    {
        foreach (var (name, value) in _headers)
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content!.Headers.TryAddWithoutValidation(name, value);
    }

    public override void Write(ReadOnlySpan<byte> lines, Stream to)
    {
        if (_array)
            WriteArray(lines, to);
        else
            to.Write(lines);
    }

    /// <summary>Header values, the token after an authentication scheme, and the values in the address's query.</summary>
    private static IEnumerable<string> SecretsOf(Uri address, (string Name, string Value)[] headers) =>
    [
        .. headers.Select(header => header.Value), .. headers.Select(header => header.Value.Split(' ')[^1]),
        .. address.Query.TrimStart('?').Split('&').Select(pair => pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]),
    ];

    protected override Verdict Success(in Reply reply, int events, out int taken)
    {
        taken = events;
        return Verdict.Taken;
    }
}
