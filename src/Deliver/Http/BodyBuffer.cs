// Http: the memory of a request's body, or of an answer, reused for each.
namespace Sluice.Deliver.Http;

/// <summary>A growable buffer that belongs to one lane; as a stream it appends.</summary>
internal sealed class BodyBuffer : Stream
{
    private byte[] _bytes = [];
    private int _length;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public void Clear() => _length = 0;

    /// <summary>Leaves the memory to code that may still read it, and begins with new memory.</summary>
    public void Abandon()
    {
        _bytes = [];
        _length = 0;
    }

    /// <summary>Room for at least <paramref name="size"/> bytes; <see cref="Advance"/> says how many were used.</summary>
    public Memory<byte> Room(int size)
    {
        if (_bytes.Length - _length < size)
            Array.Resize(ref _bytes, Math.Max(_length + size, Math.Min(_bytes.Length * 2, _length + size + (1 << 20))));
        return _bytes.AsMemory(_length);
    }

    public void Advance(int bytes) => _length += bytes;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        buffer.CopyTo(Room(buffer.Length).Span);
        _length += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
