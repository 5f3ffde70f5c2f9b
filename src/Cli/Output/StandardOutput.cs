// Output: writing to standard output.
using System.Runtime.InteropServices;

namespace Sluice.Cli.Output;

/// <summary>Where records go.</summary>
/// <param name="lines">Whether lines are written: a file that ends inside a line then gets a line feed first.</param>
internal sealed class StandardOutput(bool lines = false)
{
    private bool _begun = !lines;

    public long BytesWritten { get; private set; }

    /// <summary>Writes all; throws <see cref="ClosedPipeException"/> when the reader is gone, else <see cref="OutputException"/>.</summary>
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
