// Object: inflating gzip, of one member or several.
using System.IO.Compression;

namespace Sluice.Core;

/// <summary>
/// Reads the inflated bytes of <paramref name="compressed"/>, which it owns. A truncated or corrupt stream is an error and
/// never a short file; the framework's strict validation, which the build switches on, finds the truncated ones.
/// </summary>
public sealed class GzipReader(PeekStream compressed) : IDisposable
{
    private readonly GZipStream _gzip = new(compressed, CompressionMode.Decompress);

    /// <summary>Bytes of compressed input taken so far; the decoder reads some 8 KiB ahead.</summary>
    public long CompressedOffset => compressed.BytesRead;

    /// <summary>Reads some bytes; 0 at the end. Throws <see cref="CorruptInputException"/> where the data is damaged or cut off.</summary>
    public int Read(Span<byte> buffer)
    {
        try
        {
            return _gzip.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw Corrupt();
        }
    }

    /// <inheritdoc cref="Read"/>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        try
        {
            return await _gzip.ReadAsync(buffer, cancel).ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            throw Corrupt();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gzip.Dispose();

    private CorruptInputException Corrupt()
    {
        // A cut is noticed only when the source has nothing more to give; damage while there is more.
        Span<byte> one = stackalloc byte[1];
        bool atEnd = compressed.Read(one) == 0;
        return new CorruptInputException(
            atEnd ? "gzip data is cut off (or damaged in its last bytes)" : "gzip data is damaged", CompressedOffset);
    }
}
