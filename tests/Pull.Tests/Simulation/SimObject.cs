// Simulation: the objects that there are, the same in every world.
using System.Text;

namespace Sluice.Pull.Tests;

/// <summary>An object of the bucket.</summary>
/// <param name="Number">Its number, which its records carry.</param>
/// <param name="Key">Its key.</param>
/// <param name="Body">Its bytes; null: there is no such object.</param>
/// <param name="Records">Records that can be read of it.</param>
/// <param name="Good">It can be read to its end.</param>
internal sealed record SimObject(int Number, string Key, byte[]? Body, int Records, bool Good)
{
    public const string Bucket = "flow-logs";

    /// <summary>Flow logs, plain and gzip, of one record to several batches.</summary>
    public static SimObject[] GoodOnes { get; } = [.. Enumerable.Range(0, 24).Select(Flow)];

    /// <summary>Cut off, of another kind, or gone.</summary>
    public static SimObject[] BadOnes { get; } = [.. Bad()];

    public string ETag => $"\"{Number:x32}\"";

    private static SimObject Flow(int number)
    {
        int lines = (number / 2 % 4) switch { 0 => 1, 1 => 7, 2 => 40, _ => 150 };
        string text = FlowText.Lines(number, lines);
        return number % 2 == 0 ? new(number, $"AWSLogs/{number}.log.gz", FlowText.Gzip(text), lines, true)
            : new(number, $"AWSLogs/{number}.log", Encoding.UTF8.GetBytes(text), lines, true);
    }

    private static IEnumerable<SimObject> Bad()
    {
        byte[] whole = FlowText.Gzip(FlowText.Lines(24, 150));
        yield return new(24, "AWSLogs/cut.log.gz", whole[..(whole.Length * 2 / 3)], 150, false);
        yield return new(25, "AWSLogs/page.log", Encoding.UTF8.GetBytes("<!DOCTYPE html>\n<html><body>not here</body></html>\n"), 0, false);
        yield return new(26, "AWSLogs/gone.log", null, 0, false);
    }
}
