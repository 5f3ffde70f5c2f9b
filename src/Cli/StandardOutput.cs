// CLI: writing to standard output.
using System.Runtime.InteropServices;

namespace Sluice.Cli;

/// <summary>
/// Plain write(2). The framework's console stream swallows a closed pipe, and its file stream does not move the offset
/// that the process shares with its neighbours in <c>(a; b) &gt; file</c>.
/// </summary>
/// <param name="lines">What is written are lines: a file that was left in the middle of one goes on with the next.</param>
internal sealed unsafe partial class StandardOutput(bool lines = false)
{
    private const int Descriptor = 1;
    private const int Interrupted = 4; // EINTR
    private const int TryAgain = 11;   // EAGAIN
    private const int BrokenPipe = 32; // EPIPE

    private bool _begun = !lines;

    public long BytesWritten { get; private set; }

    /// <summary>Writes all; throws <see cref="ClosedPipeException"/> when nobody reads any more, else <see cref="OutputException"/>.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (!_begun && !bytes.IsEmpty)
        {
            _begun = true;
            if (TornLine.IsBefore(Descriptor))
                WriteAll("\n"u8);
        }
        WriteAll(bytes);
    }

    private void WriteAll(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            for (int at = 0; at < bytes.Length;)
            {
                nint written = write(Descriptor, start + at, bytes.Length - at);
                if (written >= 0)
                {
                    at += (int)written;
                    BytesWritten += written;
                    continue;
                }

                switch (Marshal.GetLastPInvokeError())
                {
                    case Interrupted:
                        break;
                    case TryAgain:
                        Thread.Sleep(1);
                        break;
                    case BrokenPipe:
                        throw new ClosedPipeException();
                    case int error:
                        throw new OutputException($"standard output: {Marshal.GetPInvokeErrorMessage(error)}");
                }
            }
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int descriptor, byte* bytes, nint count);
}
