// Pages: bytes that are read by offset.
namespace Sluice.Parquet.Pages;

/// <summary>The file, or the temporary file of inflated pages.</summary>
internal interface IBytes
{
    /// <summary>Fills <paramref name="to"/> from <paramref name="offset"/> on.</summary>
    void ReadAt(long offset, Span<byte> to);
}
