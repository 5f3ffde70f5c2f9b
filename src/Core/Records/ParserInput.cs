// Records: the bytes of an input on their way to a parser.
using Sluice.Core.Framing;

namespace Sluice.Core.Records;

/// <summary>
/// Gives a parser the bytes of one input after the other, as they come. What the parser leaves of them, an unfinished line
/// or value, is kept and comes first with the next; how long a line may be is for the parser alone to say. Not thread-safe.
/// </summary>
public sealed class ParserInput : IDisposable
{
    private readonly FlowParser _parser;
    private LineBuffer _bytes;

    /// <summary>Feeds <paramref name="parser"/>, which stays the caller's, from <paramref name="bytes"/>, which it owns.</summary>
    public ParserInput(FlowParser parser, LineBuffer bytes)
    {
        _parser = parser;
        _bytes = bytes;
    }

    /// <summary>What the parser has not taken; valid until more is added.</summary>
    public ReadOnlySpan<byte> Pending => _bytes.Pending;

    /// <summary>Room of at least <paramref name="least"/> bytes to read into; <see cref="Added"/> says how many were read.</summary>
    public Span<byte> Room(int least) => _bytes.Free(least);

    /// <summary>Takes the first <paramref name="read"/> bytes of the last <see cref="Room"/>.</summary>
    public void Added(int read) => _bytes.Advance(read);

    /// <summary>Takes all of a buffer that was filled elsewhere, and gives an empty one for it.</summary>
    public void Exchange(ref LineBuffer filled)
    {
        ArgumentNullException.ThrowIfNull(filled);
        filled.PutBefore(_bytes.Pending);
        _bytes.Clear();
        (_bytes, filled) = (filled, _bytes);
    }

    /// <summary>
    /// Parses what is at hand. True when <paramref name="output"/> holds <paramref name="stopAt"/> bytes and more may follow:
    /// empty it and call again. With <paramref name="ends"/> nothing comes after; an input that broke off does not end, for
    /// its last line may be cut.
    /// </summary>
    /// <exception cref="InvalidOperationException">The parser leaves what it must take: an error of its own.</exception>
    public bool Parse(Batch output, int stopAt, bool ends)
    {
        ArgumentNullException.ThrowIfNull(output);
        _bytes.Consume(_parser.Parse(_bytes.Pending, ends, output, stopAt));
        int left = _bytes.Pending.Length;
        if (_parser.Failed || output.Length >= stopAt)
            return left > 0 && !_parser.Failed;
        if (left > 0 && ends)
            throw new InvalidOperationException($"the parser left {left} bytes at the end of the input");
        // As many blanks as a line may have, a value as long, and the byte that would be too much.
        if (left > 2L * _parser.MaxLineBytes + 1)
            throw new InvalidOperationException($"the parser takes nothing of {left} bytes");
        return false;
    }

    /// <summary>Forgets what is pending: the next input begins.</summary>
    public void Clear() => _bytes.Clear();

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();
}
