// Top: rows as lines of a terminal. Names come from a scrape and are escaped.
using System.Globalization;
using Sluice.Core.Text;

namespace Sluice.Cli.Top;

/// <summary>Writes the table; 80 columns are enough for it, and no line is longer than the terminal is wide.</summary>
internal static class TopTable
{
    private const int Numbers = 64, UsualName = 15;
    private const string Bold = "\e[1m", Red = "\e[31m", Yellow = "\e[33m", Plain = "\e[0m";

    /// <summary>The lines, without line ends.</summary>
    /// <param name="rows">A row for each puller.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="colour">Whether colours are wanted.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<PullerRow> rows, int width, bool colour)
    {
        // Terminals disagree on where the cursor is after a line of their full width.
        int most = Math.Max(1, width - 1);
        int name = Math.Clamp(rows.Select(row => NameOf(row).Length).DefaultIfEmpty(0).Max() + 1, UsualName, Math.Max(UsualName, most - Numbers));
        yield return Paint(Cut(Cells("INSTANCE", name, "MSGS/S", "OBJS/S", "RECS/S", "MB/S", "LAG", "QUEUE", "HELD", "ERRORS"), most), Bold, colour);
        foreach (var row in rows)
        {
            string line = Cells(NameOf(row), name, Rate(row.Messages), Rate(row.Objects), Rate(row.Records), Rate(row.Bytes / 1e6),
                Lag(row.Now.Lag), Whole(row.Now.Queue), Whole(row.Now.Held), Errors(row));
            yield return Paint(Cut(line, most), row.NewErrors > 0 ? Red : row.Now.Paused ? Yellow : "", colour);
            if (row.Now.Paused)
                yield return Paint(Cut("  paused: the output accepts no records, and nothing is received", most), Yellow, colour);
            if (row.Now.Errors > 0)
                yield return Cut("  errors since start: " + string.Join(", ", row.Now.ErrorsBy.OrderByDescending(pair => pair.Value).Select(pair => $"{Printable.Escape(pair.Key)} {Whole(pair.Value)}")), most);
        }
    }

    /// <summary>At most <paramref name="most"/> characters of a text; an ellipsis stands for the rest.</summary>
    public static string Cut(string text, int most) => text.Length <= most ? text : most < 2 ? text[..most] : string.Concat(Head(text, most - 1), "…");

    /// <summary>A time in two units: <c>12s</c>, <c>5m12s</c>, <c>3h05m</c>, <c>2d03h</c>.</summary>
    internal static string Lag(double seconds)
    {
        // Negative when the puller's clock is behind AWS's.
        long all = (long)Math.Clamp(seconds, 0, 1e10);
        return all switch
        {
            < 60 => $"{all}s",
            < 3600 => $"{all / 60}m{all % 60:00}s",
            < 86_400 => $"{all / 3600}h{all / 60 % 60:00}m",
            _ => $"{all / 86_400}d{all / 3600 % 24:00}h",
        };
    }

    /// <summary>A rate, exact while it is small.</summary>
    internal static string Rate(double? rate) => rate switch
    {
        null => "-",
        < 100 => rate.Value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => Whole(rate.Value),
    };

    /// <summary>A count; from a million on in M, G or T.</summary>
    internal static string Whole(double count) => count switch
    {
        < 1e6 => count.ToString("#,0", CultureInfo.InvariantCulture),
        < 1e9 => (count / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + "M",
        < 1e12 => (count / 1e9).ToString("0.0", CultureInfo.InvariantCulture) + "G",
        _ => (count / 1e12).ToString("0", CultureInfo.InvariantCulture) + "T",
    };

    private static string NameOf(PullerRow row) => row.Now.Name.Length == 0 ? "sluice" : Printable.Escape(row.Now.Name);

    private static string Errors(PullerRow row) => row.NewErrors > 0 ? $"{Whole(row.Now.Errors)} +{Whole(row.NewErrors)}" : Whole(row.Now.Errors);

    private static string Cells(string name, int width, string messages, string objects, string records, string bytes, string lag, string queue, string held, string errors) =>
        $"{Cut(name, width - 1).PadRight(width - 1)} {messages,7} {objects,7} {records,8} {bytes,6} {lag,7} {queue,8} {held,6} {errors,8}";

    private static string Head(string text, int length) => char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..length];

    private static string Paint(string line, string with, bool colour) => colour && with.Length > 0 ? with + line + Plain : line;
}
