// Object room: a Parquet object must be read from its end, so a stream that cannot seek is spooled to a file first.
namespace Sluice.Parquet;

/// <summary>Copies a forward-only stream into a temporary file that no crash can leave behind.</summary>
public static class ParquetSpool
{
    /// <summary>
    /// Reads <paramref name="source"/> to its end into a new temporary file and returns it, rewound and without a name:
    /// it is unlinked before the first byte is written, so its space goes with the handle. The caller disposes it.
    /// </summary>
    /// <param name="source">The object's bytes; not disposed.</param>
    /// <param name="head">Bytes of the object already taken from <paramref name="source"/>, to tell its format.</param>
    /// <param name="limit">The most bytes to spool; one more is a <see cref="SpoolLimitException"/>.</param>
    /// <param name="directory">Where; the system's temporary folder when null.</param>
    /// <param name="cancellationToken">Ends the copy; the file is gone then too.</param>
    /// <exception cref="SpoolLimitException">The object is larger than <paramref name="limit"/>.</exception>
    /// <exception cref="IOException">The disk is full, or the source failed.</exception>
    public static async Task<FileStream> ToFileAsync(
        Stream source,
        ReadOnlyMemory<byte> head,
        long limit,
        string? directory = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        FileStream file = Create(directory ?? Path.GetTempPath());
        try
        {
            byte[] chunk = new byte[128 * 1024];
            long total = head.Length;
            ThrowIfOver(total, limit);
            await file.WriteAsync(head, cancellationToken).ConfigureAwait(false);
            int n;
            while ((n = await source.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0)
            {
                total += n;
                ThrowIfOver(total, limit);
                await file.WriteAsync(chunk.AsMemory(0, n), cancellationToken).ConfigureAwait(false);
            }
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static FileStream Create(string directory)
    {
        string path = Path.Combine(directory, $"sluice-{Guid.NewGuid():N}.parquet");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        // Unix keeps an unlinked file as long as it is open; a killed process leaves nothing behind.
        File.Delete(path);
        return file;
    }

    private static void ThrowIfOver(long total, long limit)
    {
        if (total > limit)
            throw new SpoolLimitException(limit);
    }
}
