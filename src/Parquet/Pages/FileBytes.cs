// Pages: the object's stream, read by offset.
using Sluice.Core.Inflate;

namespace Sluice.Parquet.Pages;

/// <summary>
/// The bytes of the object. A read past the end is a fault of the file; an error of the stream itself passes through,
/// so that a failing disk is never reported as a damaged file.
/// </summary>
internal sealed class FileBytes(Stream inner) : IBytes
{
    internal long Length { get; } = inner.Length;

    public void ReadAt(long offset, Span<byte> to)
    {
        if (offset < 0 || offset > Length - to.Length)
            throw new CorruptInputException("Parquet data lies outside the file", Math.Clamp(offset, 0, Length));
        if (inner.Position != offset)
            inner.Position = offset;
        while (!to.IsEmpty)
        {
            int n = inner.Read(to);
            if (n == 0)
                throw new CorruptInputException("the file became shorter after it was opened", inner.Position);
            to = to[n..];
        }
    }
}
