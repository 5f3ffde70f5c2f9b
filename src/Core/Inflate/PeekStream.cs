// Inflate: looking at the first bytes of a stream without losing them.
using System.Runtime.ExceptionServices;

namespace Sluice.Core.Inflate;

/// <summary>A forward-only stream over <paramref name="inner"/>, which it owns, that counts what was read.</summary>
public sealed class PeekStream(Stream inner) : ForwardStream
{
    /// <summary>The most bytes that can be peeked at.</summary>
    public const int BlockSize = 4096;

    private readonly byte[] _block = new byte[BlockSize];
    private int _peeked;
    private int _given;
    private bool _ended;
    private ExceptionDispatchInfo? _fault;

    /// <summary>Bytes handed out so far.</summary>
    public long BytesRead { get; private set; }

    /// <inheritdoc/>
    public override long Position
    {
        get => BytesRead;
        set => throw new NotSupportedException();
    }

    /// <summary>The first bytes, as far as <see cref="PeekMore"/> has fetched them; they are read again afterwards.</summary>
    public ReadOnlySpan<byte> Peeked => _block.AsSpan(0, _peeked);

    /// <summary>
    /// Waits for one more piece of the first block; call it before anything is read. False when the block is full or
    /// nothing follows. A fault of the stream is kept, and thrown by the read after the bytes before it.
    /// </summary>
    public bool PeekMore()
    {
        if (_ended || _peeked == BlockSize)
            return false;
        try
        {
            int read = inner.Read(_block.AsSpan(_peeked));
            _peeked += read;
            _ended = read == 0;
        }
        catch (Exception e)
        {
            _fault = ExceptionDispatchInfo.Capture(e);
            _ended = true;
        }

        return !_ended;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => Count(TryGive(buffer, out int given) ? given : inner.Read(buffer));

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(TryGive(buffer.Span, out int given) ? given : await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private bool TryGive(Span<byte> buffer, out int given)
    {
        given = Math.Min(buffer.Length, _peeked - _given);
        _block.AsSpan(_given, given).CopyTo(buffer);
        _given += given;
        if (given > 0 || buffer.IsEmpty)
            return true;
        _fault?.Throw();
        // A terminal or a pipe reports its end once, so it is not read again.
        return _ended;
    }

    private int Count(int read)
    {
        BytesRead += read;
        return read;
    }
}
