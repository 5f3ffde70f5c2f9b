// Tests: a source that gives little at a time, as a slow pipe does, and perhaps breaks.
namespace Sluice.Core.Tests;

/// <summary>Gives <paramref name="piece"/> bytes a read; past the end it throws <paramref name="end"/>, if there is one.</summary>
internal sealed class TrickleStream(byte[] bytes, int piece, Exception? end = null) : ForwardStream
{
    private int _at;

    public int Given => _at;

    public override int Read(Span<byte> buffer)
    {
        int give = Math.Min(Math.Min(piece, buffer.Length), bytes.Length - _at);
        if (give == 0 && end is not null)
            throw end;
        bytes.AsSpan(_at, give).CopyTo(buffer);
        _at += give;
        return give;
    }
}
