// Object room: the seekable bytes of one Parquet object, as its reader may see them.
using System.Runtime.ExceptionServices;

namespace Sluice.Parquet;

/// <summary>
/// Stands between the object's stream and the Parquet package, for two reasons. The package asks for a page header byte
/// by byte, so bytes are buffered here. And it takes the end of the stream for more bytes (a forged length then loops or
/// yields what the pooled memory held before), so a read past the end is an error here. An error of the stream itself is
/// kept apart, so that a broken disk is never reported as a broken file.
/// </summary>
internal sealed class ParquetInput : Stream
{
    private const int BufferSize = 16 * 1024;

    private readonly Stream _inner;
    private readonly byte[] _buffer = new byte[BufferSize];
    private long _bufferStart;
    private int _buffered;
    private long _position;

    internal ParquetInput(Stream inner)
    {
        _inner = inner;
        Length = inner.Length;
    }

    /// <summary>The exception of the underlying stream, where it was the stream that failed.</summary>
    internal ExceptionDispatchInfo? Fault { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length { get; }

    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        long target = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => _position + offset,
            _ => Length + offset,
        };
        if (target < 0 || target > Length)
            throw new EndOfStreamException("a position outside the file");
        return _position = target;
    }

    public override int ReadByte()
    {
        long at = _position - _bufferStart;
        if (at < 0 || at >= _buffered)
        {
            Fill();
            at = 0;
        }
        _position++;
        return _buffer[at];
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> destination)
    {
        if (destination.IsEmpty)
            return 0;
        long at = _position - _bufferStart;
        if (at < 0 || at >= _buffered)
        {
            if (destination.Length >= BufferSize)
                return ReadInner(destination);
            Fill();
            at = 0;
        }
        int n = Math.Min(destination.Length, _buffered - (int)at);
        _buffer.AsSpan((int)at, n).CopyTo(destination);
        _position += n;
        return n;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // A local file or memory: reading it synchronously costs less than the state machine would.
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Read(buffer.Span));
    }

    public override void Flush() { }
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Fill()
    {
        _bufferStart = _position;
        _buffered = 0;
        int n = ReadInner(_buffer);
        _position -= n;
        _buffered = n;
    }

    private int ReadInner(Span<byte> destination)
    {
        if (_position >= Length)
            throw new EndOfStreamException("a read past the end of the file");
        int n;
        try
        {
            if (_inner.Position != _position)
                _inner.Position = _position;
            n = _inner.Read(destination);
        }
        catch (Exception e)
        {
            Fault = ExceptionDispatchInfo.Capture(e);
            throw;
        }
        if (n == 0)
            throw new EndOfStreamException("the file is shorter than it was when it was opened");
        _position += n;
        return n;
    }
}
