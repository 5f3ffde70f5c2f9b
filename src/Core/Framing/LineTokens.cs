// Framing: where the tokens of one line lie.
using System.Runtime.CompilerServices;

namespace Sluice.Core.Framing;

/// <summary>
/// The tokens of a line as offsets from its start, in pinned memory so that the scanners write them through
/// pointers. One per parser; filled anew for every line.
/// </summary>
internal sealed unsafe class LineTokens
{
    /// <summary>The most tokens kept of a line: every known field and room for new or added ones. The rest is ignored.</summary>
    public const int Max = 1024;

    /// <summary>Scanners write the start of a token that may turn out not to exist.</summary>
    private const int Slack = 8;

    private readonly int[] _memory = GC.AllocateArray<int>((Max + Slack) * 2, pinned: true);

    public LineTokens()
    {
        Starts = (int*)Unsafe.AsPointer(ref _memory[0]);
        Ends = Starts + Max + Slack;
    }

    /// <summary>First byte of each token.</summary>
    public int* Starts { get; }

    /// <summary>First byte after each token.</summary>
    public int* Ends { get; }

    /// <summary>How many tokens there are.</summary>
    public int Count { get; set; }

    /// <summary>Bytes of the line without its line end.</summary>
    public int Length { get; set; }

    /// <summary>Nothing in the line needs escaping or UTF-8 checks: only printable ASCII without quote and backslash.</summary>
    public bool IsClean { get; set; }

    /// <summary>The text of token <paramref name="index"/> of <paramref name="line"/>.</summary>
    public ReadOnlySpan<byte> Span(byte* line, int index) => new(line + Starts[index], Ends[index] - Starts[index]);
}
