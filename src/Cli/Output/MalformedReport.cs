// Output: naming malformed lines on standard error.
using System.Buffers;
using System.Text;
using Sluice.Core.Records;

namespace Sluice.Cli.Output;

/// <summary>The first few in full, the rest counted.</summary>
internal sealed class MalformedReport(bool quiet)
{
    private const int InFull = 5;
    private const int MostText = 400;

    /// <summary>The input being read now.</summary>
    public string Name { get; set; } = "";

    public long Count { get; private set; }

    public void Add(in MalformedLine line)
    {
        Count++;
        if (quiet || Count > InFull)
            return;
        // The text of a JSON line includes its line end.
        ReadOnlySpan<byte> text = line.Text.TrimEnd("\r\n"u8);
        ReadOnlySpan<byte> shown = text.Length > MostText ? WholeCharacters(text[..MostText]) : text;
        StandardError.Line($"sluice: {Name}:{line.LineNumber}: malformed: {line.Reason}");
        StandardError.Line($"sluice:   {Encoding.UTF8.GetString(shown)}{(shown.Length < text.Length ? "…" : "")}");
    }

    /// <summary>Says how many were not named.</summary>
    public void Finish()
    {
        if (!quiet && Count > InFull)
            StandardError.Line($"sluice: {Count - InFull} more malformed lines");
    }

    /// <summary>Leaves out a last character that the cut has split.</summary>
    private static ReadOnlySpan<byte> WholeCharacters(ReadOnlySpan<byte> text) =>
        Rune.DecodeLastFromUtf8(text, out _, out int used) == OperationStatus.NeedMoreData ? text[..^used] : text;
}
