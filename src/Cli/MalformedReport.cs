// CLI: naming malformed lines on standard error.
using Sluice.Core;

namespace Sluice.Cli;

/// <summary>The first few in full, the rest counted.</summary>
internal sealed class MalformedReport(bool quiet)
{
    private const int InFull = 5;
    private const int MostText = 400;

    /// <summary>The input that the parser reads now.</summary>
    public string Name { get; set; } = "";

    public long Count { get; private set; }

    public void Add(in MalformedLine line)
    {
        Count++;
        if (quiet || Count > InFull)
            return;
        ReadOnlySpan<byte> text = line.Text.Length > MostText ? line.Text[..MostText] : line.Text;
        Console.Error.WriteLine($"sluice: {Name}:{line.LineNumber}: malformed: {Printable(line.Reason)}");
        Console.Error.WriteLine($"sluice:   {Printable(System.Text.Encoding.UTF8.GetString(text))}{(text.Length < line.Text.Length ? "…" : "")}");
    }

    /// <summary>Says how many were not named.</summary>
    public void Finish()
    {
        if (!quiet && Count > InFull)
            Console.Error.WriteLine($"sluice: {Count - InFull} more malformed lines");
    }

    /// <summary>A terminal must not be steered by what a log holds.</summary>
    private static string Printable(string text) =>
        string.Create(text.Length, text, (to, from) =>
        {
            for (int i = 0; i < to.Length; i++)
                to[i] = char.IsControl(from[i]) ? '\uFFFD' : from[i];
        });
}
