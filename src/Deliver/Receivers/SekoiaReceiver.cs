// Receivers: Sekoia's intake over HTTPS (its documentation, "Formatting options").
using System.Net.Http;
using Sluice.Deliver.Sinks;

namespace Sluice.Deliver.Receivers;

/// <summary>Lines to <c>/plain/batch</c>, objects to <c>/jsons</c>; an id comes back for each event that was taken.</summary>
internal sealed class SekoiaReceiver(string baseAddress, string key, bool objects)
    : Receiver("sekoia", new Uri(Base(baseAddress) + (objects ? "/jsons" : "/plain/batch")), new Secrets([key]))
{
    public override string ContentType => objects ? "application/json" : "text/plain; charset=utf-8";

    /// <summary>Documented as 250 KB.</summary>
    public override int MostEvent => 250_000;

    protected override string Credential => "the intake key";

    protected override string Cure => "set SLUICE_INTAKE_KEY or intake_key_file to the key of an intake of this region";

    public override void Sign(HttpRequestMessage request) => request.Headers.TryAddWithoutValidation("X-SEKOIAIO-INTAKE-KEY", key);

    public override void Write(ReadOnlySpan<byte> lines, Stream to)
    {
        if (objects)
            WriteArray(lines, to);
        else
            to.Write(lines.EndsWith("\n"u8) ? lines[..^1] : lines);
    }

    /// <summary>A success without ids does not count: a proxy's page comes with status 200 too.</summary>
    protected override Verdict Success(in Reply reply, int events, out int taken)
    {
        taken = EventIds.Count(reply.Body.Span);
        return taken < 0 ? Verdict.Again : taken >= events ? Verdict.Taken : Verdict.Partly;
    }

    /// <summary>The base of an address, which may also name one of the paths.</summary>
    private static string Base(string address)
    {
        foreach (string path in (ReadOnlySpan<string>)["/plain/batch", "/plain", "/jsons", "/batch", "/array"])
            if (address.EndsWith(path, StringComparison.Ordinal))
                return address[..^path.Length];
        return address;
    }
}
