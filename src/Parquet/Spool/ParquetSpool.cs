// Spool: a Parquet object must be read from its end, so a stream that cannot seek is spooled to a file first.
using Sluice.Parquet.Limits;

namespace Sluice.Parquet.Spool;

/// <summary>Copies a forward-only stream into a temporary file that no crash can leave behind.</summary>
public static class ParquetSpool
{
    // ENOSPC, the same on every Unix.
    private const int NoSpace = 28;

    /// <summary>
    /// Reads <paramref name="source"/> to its end into a new temporary file and returns it, rewound and without a name:
    /// it is unlinked before the first byte is written, so closing it frees its space. The caller disposes it.
    /// </summary>
    /// <param name="source">The object's bytes; not disposed.</param>
    /// <param name="head">Bytes of the object already taken from <paramref name="source"/>, to detect its format.</param>
    /// <param name="limit">The most bytes to spool; one more throws <see cref="ParquetLimitException"/>.</param>
    /// <param name="directory">The folder of the file; the system's temporary folder when null.</param>
    /// <param name="cancellationToken">Cancels the copy, which removes the file.</param>
    /// <exception cref="ParquetLimitException">The object is larger than <paramref name="limit"/>.</exception>
    /// <exception cref="SpoolException">The folder is missing, full or not writable.</exception>
    /// <exception cref="IOException">The source failed.</exception>
    public static async Task<FileStream> ToFileAsync(
        Stream source,
        ReadOnlyMemory<byte> head,
        long limit,
        string? directory = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        FileStream file = Create(directory);
        try
        {
            byte[] chunk = new byte[128 * 1024];
            long total = head.Length;
            ThrowIfOver(total, limit);
            await WriteAsync(file, head, directory, cancellationToken).ConfigureAwait(false);
            int n;
            while ((n = await source.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0)
            {
                total += n;
                ThrowIfOver(total, limit);
                await WriteAsync(file, chunk.AsMemory(0, n), directory, cancellationToken).ConfigureAwait(false);
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

    /// <summary>A new temporary file without a name.</summary>
    /// <exception cref="SpoolException">The folder is missing or not writable.</exception>
    internal static FileStream Create(string? directory)
    {
        string folder = directory ?? Path.GetTempPath();
        string path = Path.Combine(folder, $"sluice-{Guid.NewGuid():N}.parquet");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            var file = new FileStream(path, options);
            // Unix keeps an unlinked file while it is open, so even a killed process leaves nothing behind.
            File.Delete(path);
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fault(folder, e);
        }
    }

    /// <summary>The error for any fault of the folder.</summary>
    internal static SpoolException Fault(string folder, Exception e)
    {
        string why = e switch
        {
            DirectoryNotFoundException => "it does not exist",
            UnauthorizedAccessException => "permission denied",
            _ when (e.HResult & 0xFFFF) == NoSpace || e.Message.StartsWith("No space left", StringComparison.Ordinal) => "no space left on the device",
            _ => e.Message,
        };
        return new SpoolException(
            $"cannot write a temporary file in {Core.Text.Printable.Escape(Path.TrimEndingDirectorySeparator(folder))}: {why}; set TMPDIR to a folder with room for a Parquet object for each reader", e);
    }

    private static async ValueTask WriteAsync(
        FileStream file, ReadOnlyMemory<byte> bytes, string? directory, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fault(directory ?? Path.GetTempPath(), e);
        }
    }

    private static void ThrowIfOver(long total, long limit)
    {
        if (total > limit)
            throw new ParquetLimitException($"a Parquet object of more than {limit} bytes", "max_object_size");
    }
}
