// Framing: input memory that carries a partial line over a refill.
using System.Runtime.InteropServices;

namespace Sluice.Core.Framing;

/// <summary>
/// The reader fills it at the end, the parser empties it at the front. The unfinished last line is moved to the front
/// when room is needed, or put in front of another buffer; nothing else is copied. Owned by one thread at a time.
/// </summary>
public sealed unsafe class LineBuffer : IDisposable
{
    private readonly int _ahead;
    private byte* _start;
    private int _capacity;
    private int _head;
    private int _tail;

    /// <summary>
    /// Reserves <paramref name="capacity"/> bytes, and <paramref name="ahead"/> bytes before them for
    /// <see cref="PutBefore"/>.
    /// </summary>
    public LineBuffer(int capacity = 256 * 1024, int ahead = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfNegative(ahead);
        _capacity = checked(capacity + ahead);
        _start = (byte*)NativeMemory.Alloc((nuint)_capacity);
        _ahead = ahead;
        Clear();
    }

    /// <summary>Frees the memory if the owner forgot to.</summary>
    ~LineBuffer() => Free();

    /// <summary>Bytes not yet consumed; valid until <see cref="Free(int)"/> is called.</summary>
    public ReadOnlySpan<byte> Pending => new(_start + _head, _tail - _head);

    /// <summary>Bytes reserved.</summary>
    public int Capacity => _capacity;

    /// <summary>Room of at least <paramref name="atLeast"/> bytes to write to; grows when a line is longer than the buffer.</summary>
    public Span<byte> Free(int atLeast)
    {
        ObjectDisposedException.ThrowIf(_start == null, this);
        if (_capacity - _tail < atLeast)
        {
            Pending.CopyTo(new Span<byte>(_start, _capacity));
            _tail -= _head;
            _head = 0;
            if (_capacity - _tail < atLeast)
                Grow(_tail + atLeast);
        }

        return new Span<byte>(_start + _tail, _capacity - _tail);
    }

    /// <summary>Adds the first <paramref name="written"/> bytes of the room to <see cref="Pending"/>.</summary>
    public void Advance(int written)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)written, (uint)(_capacity - _tail), nameof(written));
        _tail += written;
    }

    /// <summary>Puts the rest of another buffer in front of <see cref="Pending"/>.</summary>
    public void PutBefore(ReadOnlySpan<byte> rest)
    {
        ObjectDisposedException.ThrowIf(_start == null, this);
        if (rest.Length > _head)
        {
            int total = checked(rest.Length + Pending.Length);
            if (total > _capacity)
                Grow(total);
            Pending.CopyTo(new Span<byte>(_start + rest.Length, total - rest.Length));
            _tail = total;
            _head = rest.Length;
        }

        _head -= rest.Length;
        rest.CopyTo(new Span<byte>(_start + _head, rest.Length));
    }

    /// <summary>Drops the first <paramref name="bytes"/> of <see cref="Pending"/>.</summary>
    public void Consume(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)bytes, (uint)(_tail - _head), nameof(bytes));
        _head += bytes;
        if (_head == _tail)
            Clear();
    }

    /// <summary>Forgets what is pending.</summary>
    public void Clear() => _head = _tail = _ahead;

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Grow(int least)
    {
        _capacity = checked(Math.Max(_capacity * 2, least));
        _start = (byte*)NativeMemory.Realloc(_start, (nuint)_capacity);
    }

    private void Free()
    {
        NativeMemory.Free(_start);
        _start = null;
        _capacity = _head = _tail = 0;
    }
}
