// Output: whether a file ends in the middle of a line, such as one that a full disk cut.
using System.Runtime.InteropServices;

namespace Sluice.Cli.Output;

/// <summary>Looks at what is before the place where the next byte goes.</summary>
internal static partial class TornLine
{
    private const int FromHere = 1;     // SEEK_CUR
    private const int GetFlags = 3;     // F_GETFL
    private const int Appending = 0x400; // O_APPEND

    /// <summary>Whether a descriptor is a regular file, and the byte before its next one is no line feed.</summary>
    public static bool IsBefore(int descriptor)
    {
        // A pipe, a socket and a terminal have no place.
        long at = lseek(descriptor, 0, FromHere);
        if (at < 0)
            return false;
        try
        {
            // The descriptor may be open for writing alone.
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
