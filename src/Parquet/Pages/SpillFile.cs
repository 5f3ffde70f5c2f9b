// Pages: a temporary file for pages that are too large to be held inflated.
using Sluice.Parquet.Spool;

namespace Sluice.Parquet.Pages;

/// <summary>
/// One file for all columns, created when first needed and unlinked at once. Every column has its own place in it,
/// far enough from the next one for any page: the file is sparse.
/// </summary>
internal sealed class SpillFile : IBytes, IDisposable
{
    private const long Place = 1L << 31;

    private FileStream? _file;

    /// <summary>Where the page of a column begins.</summary>
    internal static long PlaceOf(int column) => column * Place;

    internal void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        try
        {
            _file ??= ParquetSpool.Create(null);
            _file.Position = offset;
            _file.Write(bytes);
        }
        catch (Exception e) when (e is (IOException or UnauthorizedAccessException) and not SpoolException)
        {
            throw ParquetSpool.Fault(Path.GetTempPath(), e);
        }
    }

    public void ReadAt(long offset, Span<byte> to)
    {
        _file!.Position = offset;
        _file.ReadExactly(to);
    }

    public void Dispose() => _file?.Dispose();
}
