// Output: writing to standard output.
using System.Runtime.InteropServices;

namespace Sluice.Cli.Output;

/// <summary>Where records go.</summary>
/// <param name="lines">What is written are lines: a file that was left in the middle of one goes on with the next.</param>
internal sealed class StandardOutput(bool lines = false)
{
    private bool _begun = !lines;

    public long BytesWritten { get; private set; }

    /// <summary>Writes all; throws <see cref="ClosedPipeException"/> when nobody reads any more, else <see cref="OutputException"/>.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (!_begun && !bytes.IsEmpty)
        {
            _begun = true;
            if (TornLine.IsBefore(Descriptor.Output))
                WriteAll("\n"u8);
        }
        WriteAll(bytes);
    }

    private void WriteAll(ReadOnlySpan<byte> bytes)
    {
        int error = Descriptor.Write(Descriptor.Output, bytes, TimeSpan.MaxValue, out int written);
        BytesWritten += written;
        switch (error)
        {
            case 0:
                return;
            case Descriptor.BrokenPipe:
                throw new ClosedPipeException();
            default:
                throw new OutputException($"standard output: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }
}
