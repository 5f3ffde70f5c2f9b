// Receivers: how to speak to one kind of server, and how to read its answers.
using System.Net.Http;
using Sluice.Deliver.Sinks;

namespace Sluice.Deliver.Receivers;

/// <summary>One address and its protocol; immutable, shared by all lanes.</summary>
internal abstract class Receiver(string name, Uri address, Secrets secrets)
{
    /// <summary>As counters and logs name it.</summary>
    public string Name { get; } = name;

    public Uri Address { get; } = address;

    public Secrets Secrets { get; } = secrets;

    /// <summary>Host and port, which may be printed; a query may hold a token.</summary>
    public string Host => Address.Authority;

    public abstract string ContentType { get; }

    /// <summary>The largest event it takes, in bytes.</summary>
    public virtual int MostEvent => int.MaxValue;

    /// <summary>Sets the headers of a request.</summary>
    public abstract void Sign(HttpRequestMessage request);

    /// <summary>Writes the body of some events, given one to a line.</summary>
    public abstract void Write(ReadOnlySpan<byte> lines, Stream to);

    /// <summary>What an answer means for <paramref name="events"/> events; of a part, <paramref name="taken"/> says how large it is.</summary>
    public Verdict Judge(in Reply reply, int events, out int taken)
    {
        taken = 0;
        switch (reply.Status)
        {
            case >= 200 and < 300:
                return Success(reply, events, out taken);
            case 0 or 408 or 425 or 429 or >= 500:
                return Verdict.Again;
            case 400 or 422:
                return Verdict.Refused;
            case 413:
                return Verdict.TooLarge;
            default:
                return Verdict.Stop;
        }
    }

    /// <summary>The one line for an answer that ends delivery.</summary>
    public string Explain(in Reply reply) => reply.Status switch
    {
        401 or 403 => $"{Name}: {Host} does not accept {Credential} ({reply.Describe(Secrets)}): nothing was deleted; {Cure}",
        >= 300 and < 400 => $"{Name}: {Host} answers with a redirect ({reply.Status}), which is not followed, since it would send records elsewhere; use the final address",
        _ => $"{Name}: {Host} does not accept events at {Address.AbsolutePath} ({reply.Describe(Secrets)}): nothing was deleted; correct the address or the headers",
    };

    /// <summary>What a 401 or 403 is about.</summary>
    protected abstract string Credential { get; }

    protected abstract string Cure { get; }

    protected abstract Verdict Success(in Reply reply, int events, out int taken);

    /// <summary>Lines of JSON as one array.</summary>
    protected static void WriteArray(ReadOnlySpan<byte> lines, Stream to)
    {
        const int Piece = 32 << 10;
        Span<byte> piece = stackalloc byte[Piece];
        if (lines.EndsWith("\n"u8))
            lines = lines[..^1];
        to.Write("["u8);
        while (!lines.IsEmpty)
        {
            int length = Math.Min(Piece, lines.Length);
            // A line feed can only be the end of an event: JSON strings escape theirs.
            lines[..length].Replace(piece, (byte)'\n', (byte)',');
            to.Write(piece[..length]);
            lines = lines[length..];
        }
        to.Write("]"u8);
    }
}
