// Input: a stretch of whole lines on its way from the reading to the parsing thread.
using Sluice.Core.VpcFlow;

namespace Sluice.Cli.Input;

/// <summary>Owned by whichever thread holds it; goes back to the reader when it is empty.</summary>
internal sealed class LineBlock
{
    public byte[] Memory = new byte[BlockReader.BlockSize];

    /// <summary>Bytes of lines.</summary>
    public int Length;

    /// <summary>The input that the lines are of.</summary>
    public InputFile? Input;

    /// <summary>The input's name, where it could not even be opened.</summary>
    public string Name = "";

    /// <summary>Nothing of this input follows.</summary>
    public bool IsLast;

    /// <summary>What ended the input before its end; the lines before the fault are in the block.</summary>
    public Exception? Fault;

    public ReadOnlySpan<byte> Lines => Memory.AsSpan(0, Length);
}
