// Object: looking at the first bytes of a stream without losing them.
namespace Sluice.Core;

/// <summary>A forward-only stream over <paramref name="inner"/>, which it owns, that counts what was read.</summary>
public sealed class PeekStream(Stream inner) : Stream
{
    private byte[] _peeked = [];
    private int _given;

    /// <summary>Bytes handed out so far.</summary>
    public long BytesRead { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => BytesRead;
        set => throw new NotSupportedException();
    }

    /// <summary>The next <paramref name="count"/> bytes, or fewer at the end; they are read again afterwards. Call it once, first.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        _peeked = new byte[count];
        int have = inner.ReadAtLeast(_peeked, count, throwOnEndOfStream: false);
        _peeked = _peeked[..have];
        return _peeked;
    }

    /// <inheritdoc cref="Peek"/>
    public async ValueTask<ReadOnlyMemory<byte>> PeekAsync(int count, CancellationToken cancel)
    {
        _peeked = new byte[count];
        int have = await inner.ReadAtLeastAsync(_peeked, count, throwOnEndOfStream: false, cancel).ConfigureAwait(false);
        _peeked = _peeked[..have];
        return _peeked;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => Count(TryGive(buffer, out int given) ? given : inner.Read(buffer));

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(TryGive(buffer.Span, out int given) ? given : await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private bool TryGive(Span<byte> buffer, out int given)
    {
        given = Math.Min(buffer.Length, _peeked.Length - _given);
        _peeked.AsSpan(_given, given).CopyTo(buffer);
        _given += given;
        return given > 0;
    }

    private int Count(int read)
    {
        BytesRead += read;
        return read;
    }
}
