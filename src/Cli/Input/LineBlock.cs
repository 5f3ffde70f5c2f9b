// Input: a piece of an input on its way from the reading to the parsing thread.
using Sluice.Core.Framing;

namespace Sluice.Cli.Input;

/// <summary>Owned by whichever thread holds it; its buffer goes back to the reader.</summary>
/// <param name="Name">The input's name.</param>
/// <param name="Input">The input; null where it could not even be opened.</param>
/// <param name="Bytes">What was read; it may end inside a line.</param>
internal sealed record LineBlock(string Name, InputFile? Input, LineBuffer Bytes)
{
    /// <summary>Nothing of this input follows.</summary>
    public bool IsLast { get; init; }

    /// <summary>What cut the input short; the bytes before the fault are in the block.</summary>
    public Exception? Fault { get; init; }
}
