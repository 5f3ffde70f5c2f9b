// Output: write(2), and read(2) of a terminal.
using System.Runtime.InteropServices;

namespace Sluice.Cli.Output;

/// <summary>
/// Plain writing to a descriptor. The framework's console stream swallows a closed pipe, and its file stream does not
/// move the offset that the process shares with its neighbours in <c>(a; b) &gt; file</c>.
/// </summary>
internal static unsafe partial class Descriptor
{
    public const int Input = 0;
    public const int Output = 1;
    public const int Error = 2;
    public const int BrokenPipe = 32; // EPIPE

    private const int Interrupted = 4; // EINTR
    private const int TryAgain = 11;   // EAGAIN

    /// <summary>
    /// Writes all of <paramref name="bytes"/>; on a non-blocking descriptor that takes nothing it waits up to
    /// <paramref name="patience"/> at a time. Returns 0 or the error, and how much was written.
    /// </summary>
    public static int Write(int descriptor, ReadOnlySpan<byte> bytes, TimeSpan patience, out int written)
    {
        written = 0;
        long since = 0;
        fixed (byte* start = bytes)
        {
            while (written < bytes.Length)
            {
                nint now = write(descriptor, start + written, bytes.Length - written);
                if (now >= 0)
                {
                    written += (int)now;
                    since = 0;
                    continue;
                }

                int error = Marshal.GetLastPInvokeError();
                if (error == Interrupted)
                    continue;
                if (error != TryAgain)
                    return error;
                since = since == 0 ? Environment.TickCount64 : since;
                if (Environment.TickCount64 - since >= patience.TotalMilliseconds)
                    return error;
                Thread.Sleep(1);
            }
        }

        return 0;
    }

    /// <summary>Waits for the next byte; null at the end and on an error.</summary>
    public static byte? ReadByte(int descriptor)
    {
        byte next;
        nint count;
        while ((count = read(descriptor, &next, 1)) < 0 && Marshal.GetLastPInvokeError() == Interrupted)
        {
        }
        return count == 1 ? next : null;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(int descriptor, byte* bytes, nint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int descriptor, byte* bytes, nint count);
}
