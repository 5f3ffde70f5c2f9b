// Input: what the parser left of one block, on its way to the next.
namespace Sluice.Cli.Input;

/// <summary>Memory for the unfinished rest of a block; empty for all but values that spread over lines.</summary>
internal sealed class LineCarry
{
    private byte[] _memory = [];
    private int _length;

    /// <summary>The kept bytes with <paramref name="lines"/> after them; valid until the next call.</summary>
    public ReadOnlySpan<byte> Before(ReadOnlySpan<byte> lines)
    {
        if (_length == 0)
            return lines;
        int total = checked(_length + lines.Length);
        if (_memory.Length < total)
            Array.Resize(ref _memory, Math.Max(total, _memory.Length * 2));
        lines.CopyTo(_memory.AsSpan(_length));
        return _memory.AsSpan(0, total);
    }

    /// <summary>Keeps <paramref name="rest"/>, which may be part of what <see cref="Before"/> returned.</summary>
    public void Keep(ReadOnlySpan<byte> rest)
    {
        if (_memory.Length < rest.Length)
            _memory = new byte[rest.Length];
        rest.CopyTo(_memory);
        _length = rest.Length;
    }

    /// <summary>Forgets what was kept, and gives back the memory.</summary>
    public void Clear()
    {
        _memory = [];
        _length = 0;
    }
}
