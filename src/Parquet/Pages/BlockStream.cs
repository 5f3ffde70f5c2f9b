// Pages: what Snappy and LZ4 have in common: literals, and copies of earlier output.
using Sluice.Core.Inflate;
using Sluice.Parquet.Limits;

namespace Sluice.Parquet.Pages;

/// <summary>
/// Inflates one block while holding only a window of the output. Existing libraries need the whole block in memory, both
/// compressed and inflated, and a block may be a page of 100 MB. Most compressors look back 64 KiB, a few further, so the
/// window is as large as the block where limits allow it.
/// </summary>
internal abstract class BlockStream : ForwardStream
{
    // Room after the window, so that it rarely has to move.
    private const int Slack = 64 * 1024;

    private readonly Stream _from;
    private readonly byte[] _input = new byte[16 * 1024];
    private readonly byte[] _output;
    private readonly int _window;
    private int _inputAt, _inputEnd;
    private int _given, _made;
    private int _literal, _copy, _distance;

    /// <param name="from">The compressed block.</param>
    /// <param name="output">Memory for the window and new output after it; at least <see cref="MemoryOf"/> bytes.</param>
    protected BlockStream(Stream from, byte[] output)
    {
        (_from, _output, _window) = (from, output, output.Length - Slack);
    }

    /// <summary>Bytes of memory that a stream needs so that copies can reach back <paramref name="window"/> bytes.</summary>
    internal static int MemoryOf(int window) => window + Slack;

    public sealed override int Read(Span<byte> buffer)
    {
        while (_given == _made)
        {
            if (_made == _output.Length)
                Slide();
            if (_literal > 0)
                Literals();
            else if (_copy > 0)
                Copies();
            else if (!Next())
                return 0;
        }
        int n = Math.Min(buffer.Length, _made - _given);
        _output.AsSpan(_given, n).CopyTo(buffer);
        _given += n;
        return n;
    }

    /// <summary>Reads the next element of the block and calls <see cref="Literal"/>, <see cref="Copy"/> or both; false at its end.</summary>
    protected abstract bool Next();

    /// <summary>The next bytes of the output come from the block as they are.</summary>
    protected void Literal(long length) => _literal = length is >= 0 and <= int.MaxValue ? (int)length : throw Damaged();

    /// <summary>The next bytes of the output, after any literals, repeat earlier ones.</summary>
    protected void Copy(int distance, long length)
    {
        if (distance < 1 || length is < 0 or > int.MaxValue)
            throw Damaged();
        (_distance, _copy) = (distance, (int)length);
    }

    /// <summary>The next byte of the block, -1 at its end.</summary>
    protected int TryByte()
    {
        if (_inputAt == _inputEnd)
        {
            _inputAt = 0;
            _inputEnd = _from.Read(_input);
            if (_inputEnd == 0)
                return -1;
        }
        return _input[_inputAt++];
    }

    protected int Byte()
    {
        int b = TryByte();
        return b >= 0 ? b : throw Damaged();
    }

    protected static InvalidDataException Damaged() => new("the compressed block is damaged or cut off");

    private void Slide()
    {
        int keep = Math.Min(_window, _made);
        _output.AsSpan(_made - keep, keep).CopyTo(_output);
        _given = _made = keep;
    }

    private void Literals()
    {
        while (_literal > 0 && _made < _output.Length)
        {
            if (_inputAt == _inputEnd)
            {
                _inputAt = 0;
                _inputEnd = _from.Read(_input);
                if (_inputEnd == 0)
                    throw Damaged();
            }
            int n = Math.Min(Math.Min(_literal, _output.Length - _made), _inputEnd - _inputAt);
            _input.AsSpan(_inputAt, n).CopyTo(_output.AsSpan(_made));
            _inputAt += n;
            _made += n;
            _literal -= n;
        }
        // A copy that follows the literals is made in the same call.
        if (_literal == 0 && _copy > 0 && _made < _output.Length)
            Copies();
    }

    private void Copies()
    {
        if (_distance > _made)
            throw _made < _window ? Damaged() : new ParquetLimitException($"a compressed page refers back more than {_window} bytes", "memory_budget");
        int n = Math.Min(_copy, _output.Length - _made);
        _copy -= n;
        // An overlapping copy repeats the last bytes, so copy in steps no longer than the distance.
        while (n > 0)
        {
            int step = Math.Min(n, _distance);
            _output.AsSpan(_made - _distance, step).CopyTo(_output.AsSpan(_made));
            _made += step;
            n -= step;
        }
    }
}
