// Records: the memory that encoded records are written to.
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sluice.Core.Records;

/// <summary>
/// Encoded records in one growable block of native memory. The owner clears and reuses it, or disposes it;
/// it is not safe for two threads at once.
/// </summary>
public sealed unsafe class Batch : IDisposable
{
    /// <summary>Writers copy in whole vectors: this many bytes past the end may be overwritten.</summary>
    internal const int Slack = 64;

    private byte* _start;
    private int _capacity;
    private int _reserved; // the end of the room last reserved

    /// <summary>Reserves <paramref name="capacity"/> bytes.</summary>
    public Batch(int capacity = 256 * 1024)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _start = (byte*)NativeMemory.Alloc((nuint)capacity + Slack);
        _capacity = capacity;
    }

    /// <summary>Frees the memory if the owner forgot to.</summary>
    ~Batch() => Free();

    /// <summary>First byte; valid until the batch grows or is disposed.</summary>
    public byte* Pointer => _start;

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>Records written, kept malformed lines among them.</summary>
    public int Records { get; private set; }

    /// <summary>Bytes reserved.</summary>
    public int Capacity => _capacity;

    /// <summary>The bytes written; valid until the batch grows or is disposed.</summary>
    public ReadOnlySpan<byte> Bytes => new(_start, Length);

    /// <summary>Forgets the contents and keeps the memory.</summary>
    public void Clear()
    {
        Length = 0;
        Records = 0;
    }

    /// <summary>Gives back memory that one huge record needed.</summary>
    public void Shrink(int capacity)
    {
        if (_capacity <= capacity || Length > capacity)
            return;
        _start = (byte*)NativeMemory.Realloc(_start, (nuint)capacity + Slack);
        _capacity = capacity;
    }

    /// <summary>Appends bytes that are already encoded.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(new Span<byte>(Reserve(bytes.Length), bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Removes <paramref name="records"/> records from the middle: <paramref name="bytes"/> bytes from <paramref name="from"/> on.</summary>
    public void Remove(int from, int bytes, int records)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)from + bytes, Length, nameof(bytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)records, (uint)Records, nameof(records));
        Bytes[(from + bytes)..].CopyTo(new Span<byte>(_start + from, Length - from));
        Length -= bytes;
        Records -= records;
    }

    /// <summary>Gives the memory (from malloc) to the caller, who frees it; the batch then counts as disposed.</summary>
    public void* Detach()
    {
        void* memory = _start;
        _start = null;
        Free();
        return memory;
    }

    /// <summary>Frees the memory; the batch has none until <see cref="Renew"/>.</summary>
    internal void Release()
    {
        Free();
        Records = 0;
    }

    /// <summary>Reserves memory for a batch that has none, so that it can be reused.</summary>
    internal void Renew(int capacity)
    {
        _start = (byte*)NativeMemory.Alloc((nuint)capacity + Slack);
        _capacity = capacity;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Where the next <paramref name="bytes"/> bytes may be written (and <see cref="Slack"/> more overwritten).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte* Reserve(int bytes)
    {
        ObjectDisposedException.ThrowIf(_start == null, this);
        if (bytes > _capacity - Length)
            Grow(bytes);
        _reserved = Length + bytes;
        return _start + Length;
    }

    /// <summary>
    /// Takes what was written from <see cref="Reserve"/> up to <paramref name="end"/>. Writers check no bounds: an end
    /// past the room means that memory beside the batch may be damaged, and ends the process before that memory is used.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Commit(byte* end, int records)
    {
        nint length = (nint)(end - _start);
        if ((nuint)length > (nuint)_reserved)
            Overrun(length - Length, _reserved - Length);
        Length = (int)length;
        Records += records;
    }

    [DoesNotReturn]
    private static void Overrun(nint written, int reserved) => Environment.FailFast(
        $"sluice: internal error: a record of {written} bytes overran the {reserved} bytes reserved for it; memory may be corrupted, so the process stops");

    private void Grow(int bytes)
    {
        long capacity = Math.Max(_capacity * 2L, Length + (long)bytes);
        if (capacity > Array.MaxLength)
            capacity = Length + (long)bytes;
        int size = checked((int)capacity);
        _start = (byte*)NativeMemory.Realloc(_start, (nuint)size + Slack);
        _capacity = size;
    }

    private void Free()
    {
        NativeMemory.Free(_start);
        _start = null;
        _capacity = 0;
        Length = 0;
    }
}
