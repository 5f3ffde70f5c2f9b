// Pages: one page's stored bytes as a stream, for its codec.
using Sluice.Core.Inflate;

namespace Sluice.Parquet.Pages;

/// <summary>Reads <paramref name="length"/> bytes of the file from <paramref name="start"/> on.</summary>
internal sealed class RangeStream(FileBytes file, long start, int length) : ForwardStream
{
    private int _at;

    public override int Read(Span<byte> buffer)
    {
        int n = Math.Min(buffer.Length, length - _at);
        file.ReadAt(start + _at, buffer[..n]);
        _at += n;
        return n;
    }
}
