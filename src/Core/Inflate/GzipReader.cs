// Inflate: inflating gzip, member by member, to the very end of the input.
using System.Buffers;

namespace Sluice.Core.Inflate;

/// <summary>
/// The inflated bytes of <paramref name="compressed"/>. Blanks, line ends and zero bytes around members are
/// skipped: writers put a delimiter between records, and pad. Anything else between members is an error, as are damage
/// and truncation; none of these passes for the end of the input. Bytes before a fault are handed out first.
/// </summary>
/// <param name="compressed">The input; the caller still owns it.</param>
/// <param name="stored">The bytes as stored, in which offsets count; not the same stream as the input for gzip inside gzip.</param>
/// <param name="limits">How much may come out.</param>
internal sealed class GzipReader(PeekStream compressed, PeekStream stored, InflateLimits limits) : ForwardStream
{
    private const int ChunkSize = 128 << 10;

    private readonly Inflater _inflater = new();
    private readonly byte[] _chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
    private int _from, _to;
    private bool _inMember;
    private bool _fresh = true;
    private long _inflated;
    private CorruptInputException? _fault;
    private bool _disposed;

    /// <summary>Reads some bytes; 0 at the end. Throws <see cref="CorruptInputException"/> where the data is damaged or cut off.</summary>
    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        int given = 0;
        while (given < buffer.Length && _fault is null)
        {
            // Hand out what there is before waiting for more, so that a fault of the source loses no bytes.
            if (_from == _to && given > 0)
                break;
            if (!_inMember && !NextMember(mayWait: given == 0))
                break;
            given += Inflate(buffer[given..]);
        }

        if (given == 0 && _fault is not null)
            throw _fault;
        _inflated += given;
        limits.Check(_inflated, stored.BytesRead);
        return given;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _inflater.Dispose();
            ArrayPool<byte>.Shared.Return(_chunk);
        }

        base.Dispose(disposing);
    }

    /// <summary>Whether a byte may stand before, between or after members.</summary>
    internal static bool IsPadding(byte b) => b is 0 or (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r';

    private int Inflate(Span<byte> room)
    {
        if (_from == _to && !Fill())
        {
            _fault = Corrupt("is cut off", _to);
            return 0;
        }

        InflateStep step = _inflater.Inflate(_chunk.AsSpan(_from, _to - _from), room, out int taken, out int given);
        _from += taken;
        if (step == InflateStep.MemberEnd)
            _inMember = false;
        else if (step == InflateStep.Damaged || (taken == 0 && given == 0))
            _fault = Corrupt($"is damaged ({_inflater.Reason})", _from);
        return given;
    }

    /// <summary>Goes to the next member's first byte; false at the end, and where it would have to wait but may not.</summary>
    private bool NextMember(bool mayWait)
    {
        while (true)
        {
            while (_from < _to && IsPadding(_chunk[_from]))
                _from++;
            int at = _to - _from;
            if (at >= 2 || (at == 1 && _chunk[_from] != 0x1f))
                break;
            if (!mayWait)
                return false;
            if (Fill())
                continue;
            if (at == 1)
                _fault = Corrupt("is cut off", _to);
            return false;
        }

        if (_chunk.AsSpan(_from, _to - _from) is not [0x1f, 0x8b, ..])
        {
            _fault = Corrupt("is damaged: data that is not a gzip member follows a member", _from);
            return false;
        }

        if (!_fresh)
            _inflater.Reset();
        _fresh = false;
        return _inMember = true;
    }

    /// <summary>Fetches more input after what is left of it, which is at most one byte; false at the end.</summary>
    private bool Fill()
    {
        int left = _to - _from;
        _chunk.AsSpan(_from, left).CopyTo(_chunk);
        _from = 0;
        _to = left;
        int read = compressed.Read(_chunk.AsSpan(left));
        _to += read;
        return read > 0;
    }

    /// <summary>The fault at an offset in the chunk; inside another gzip, only that one's read position is known.</summary>
    private CorruptInputException Corrupt(string what, int at) => ReferenceEquals(compressed, stored)
        ? new($"gzip data {what}", stored.BytesRead - _to + at)
        : new($"gzip data inside gzip {what}", stored.BytesRead);
}
