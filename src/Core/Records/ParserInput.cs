// Records: the bytes of an input on their way to a parser.
using Sluice.Core.Framing;

namespace Sluice.Core.Records;

/// <summary>
/// Gives a parser the bytes of one input after the other, as they come. An unfinished line or value that the parser leaves
/// is kept and put before the next bytes; only the parser limits how long a line may be. Not thread-safe.
/// </summary>
public sealed class ParserInput : IDisposable
{
    private readonly FlowParser _parser;
    private LineBuffer _bytes;

    /// <summary>Feeds <paramref name="parser"/>, which the caller owns, from <paramref name="bytes"/>, which this owns.</summary>
    public ParserInput(FlowParser parser, LineBuffer bytes)
    {
        _parser = parser;
        _bytes = bytes;
    }

    /// <summary>What the parser has not taken; valid until more is added.</summary>
    public ReadOnlySpan<byte> Pending => _bytes.Pending;

    /// <summary>Room of at least <paramref name="least"/> bytes to read into; <see cref="Added"/> says how many were read.</summary>
    public Span<byte> Room(int least) => _bytes.Free(least);

    /// <summary>Adds the first <paramref name="read"/> bytes of the last <see cref="Room"/>.</summary>
    public void Added(int read) => _bytes.Advance(read);

    /// <summary>Takes a buffer that was filled elsewhere, and gives an empty one in exchange.</summary>
    public void Exchange(ref LineBuffer filled)
    {
        ArgumentNullException.ThrowIfNull(filled);
        filled.PutBefore(_bytes.Pending);
        _bytes.Clear();
        (_bytes, filled) = (filled, _bytes);
    }

    /// <summary>
    /// Parses what is at hand. True when <paramref name="output"/> holds <paramref name="stopAt"/> bytes and more may follow:
    /// empty it and call again. <paramref name="ends"/> says that nothing follows; leave it false for an input that broke
    /// off, for its last line may be cut.
    /// </summary>
    /// <exception cref="InvalidOperationException">The parser left bytes that it must take: a bug in the parser.</exception>
    public bool Parse(Batch output, int stopAt, bool ends)
    {
        ArgumentNullException.ThrowIfNull(output);
        _bytes.Consume(_parser.Parse(_bytes.Pending, ends, output, stopAt));
        int left = _bytes.Pending.Length;
        if (_parser.Failed || output.Length >= stopAt)
            return left > 0 && !_parser.Failed;
        if (left > 0 && ends)
            throw new InvalidOperationException($"the parser left {left} bytes at the end of the input");
        // The most blanks that a line may have, a value of the longest line, and the byte that exceeds it.
        if (left > 2L * _parser.MaxLineBytes + 1)
            throw new InvalidOperationException($"the parser takes nothing of {left} bytes");
        return false;
    }

    /// <summary>Forgets what is pending: the next input begins.</summary>
    public void Clear() => _bytes.Clear();

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();
}
