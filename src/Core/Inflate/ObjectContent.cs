// Inflate: the lines of an object or file, whatever they are packed in.
namespace Sluice.Core.Inflate;

/// <summary>
/// Detects the format by its first bytes and unpacks: text as it is, gzip inflated, and gzip inside gzip, as when a
/// compressing delivery stream carries compressed data. Parquet is not unpacked here: its reader seeks.
/// </summary>
public sealed class ObjectContent : IDisposable
{
    /// <summary>Most layers of gzip; no known writer makes more, and each costs a window.</summary>
    private const int MostLayers = 3;

    private readonly List<PeekStream> _layers = [];
    private readonly PeekStream _stored;
    private readonly InflateLimits _limits;
    private PeekStream _lines;

    private ObjectContent(PeekStream stored, InflateLimits limits)
    {
        _stored = _lines = stored;
        _limits = limits;
    }

    /// <summary>How the object is packed.</summary>
    public ObjectFormat Format { get; private set; }

    /// <summary>Looks at the first bytes of <paramref name="stored"/>, which the caller still owns, and of each layer.</summary>
    /// <exception cref="UnreadableFormatException">The format is not supported.</exception>
    public static ObjectContent Open(PeekStream stored, InflateLimits limits)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var content = new ObjectContent(stored, limits);
        try
        {
            content.Format = Judge(stored, "");
            if (content.Format == ObjectFormat.Gzip)
                content.Unpack();
        }
        catch
        {
            content.Dispose();
            throw;
        }

        return content;
    }

    /// <summary>Reads some bytes of the lines; 0 at the end.</summary>
    /// <exception cref="InflateLimitException">More has come out than the limits allow.</exception>
    public int Read(Span<byte> buffer)
    {
        int read = _lines.Read(buffer);
        _limits.Check(_lines.BytesRead, _stored.BytesRead);
        return read;
    }

    /// <summary>Frees the decoders.</summary>
    public void Dispose()
    {
        foreach (PeekStream layer in _layers)
            layer.Dispose();
        _layers.Clear();
    }

    private void Unpack()
    {
        var format = ObjectFormat.Gzip;
        while (format == ObjectFormat.Gzip)
        {
            if (_layers.Count == MostLayers)
                throw new UnreadableFormatException($"is gzip nested more than {MostLayers} times, which is not supported: decompress it first");
            _lines = new PeekStream(new GzipReader(_lines, _stored, _limits));
            _layers.Add(_lines);
            format = Judge(_lines, "is gzip of data that ");
            if (format == ObjectFormat.Parquet)
                throw new UnreadableFormatException("is gzip of a Parquet file, which is not supported: decompress it first");
        }
    }

    private static ObjectFormat Judge(PeekStream bytes, string prefix)
    {
        bool more = true;
        while (true)
        {
            FormatGuess guess = ObjectFormats.Judge(bytes.Peeked, complete: !more);
            if (guess.Unreadable is not null)
                throw new UnreadableFormatException(prefix + guess.Unreadable);
            if (!guess.Undecided)
                return guess.Format;
            more = bytes.PeekMore();
        }
    }
}
