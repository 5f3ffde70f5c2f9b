// Receivers: what came back for a request.
using Sluice.Core.VpcFlow;
using Sluice.Deliver.Sinks;

namespace Sluice.Deliver.Receivers;

/// <summary>An answer, or why there is none.</summary>
/// <param name="Status">The status; 0 when there was no answer.</param>
/// <param name="Body">The body, or its beginning where that is enough; valid until the lane's next request.</param>
/// <param name="RetryAfter">How long the receiver asks us to wait.</param>
/// <param name="Fault">Why there was no whole answer.</param>
internal readonly record struct Reply(int Status, ReadOnlyMemory<byte> Body, TimeSpan? RetryAfter = null, string? Fault = null)
{
    private const int Shown = 300;

    /// <summary>For a person and for the rejects: the status and the beginning of the body, or the fault.</summary>
    public string Describe(Secrets secrets)
    {
        if (Fault is not null)
            return secrets.Scrub(Fault);
        // Shortened only after secrets are removed, so that no half of one remains.
        string text = secrets.Scrub(System.Text.Encoding.UTF8.GetString(Body.Span[..Math.Min(Body.Length, 16 << 10)])).ReplaceLineEndings(" ").Trim();
        if (text.Length > Shown)
            text = text[..Shown] + "…";
        return text.Length == 0 ? $"{Status}" : $"{Status} {text}";
    }
}
