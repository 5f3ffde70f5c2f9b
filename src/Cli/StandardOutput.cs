// CLI: writing to standard output.
using System.Runtime.InteropServices;

namespace Sluice.Cli;

/// <summary>Where records go.</summary>
internal sealed class StandardOutput
{
    public long BytesWritten { get; private set; }

    /// <summary>Writes all; throws <see cref="ClosedPipeException"/> when nobody reads any more, else <see cref="OutputException"/>.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
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
