// Output: whether a file ends in the middle of a line, for example after a full disk.
using System.Runtime.InteropServices;

namespace Sluice.Cli.Output;

/// <summary>Looks at the byte before the position of the next write.</summary>
internal static partial class TornLine
{
    private const int FromHere = 1;     // SEEK_CUR
    private const int GetFlags = 3;     // F_GETFL
    private const int Appending = 0x400; // O_APPEND

    /// <summary>Whether a descriptor is a file, and the byte before its next write is not a line feed.</summary>
    public static bool IsBefore(int descriptor)
    {
        // A pipe, a socket and a terminal have no position.
        long at = lseek(descriptor, 0, FromHere);
        if (at < 0)
            return false;
        try
        {
            // Opened again, because the descriptor may be open for writing only.
            using var file = File.OpenHandle($"/proc/self/fd/{descriptor}", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if ((fcntl(descriptor, GetFlags) & Appending) != 0)
                at = RandomAccess.GetLength(file);
            Span<byte> last = stackalloc byte[1];
            return at > 0 && RandomAccess.Read(file, last, at - 1) == 1 && last[0] != (byte)'\n';
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return false;
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial long lseek(int descriptor, long offset, int whence);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(int descriptor, int command);
}
