// Http: a batch cut into what a request may hold.
using Sluice.Deliver.Receivers;

namespace Sluice.Deliver.Http;

/// <summary>
/// Cuts lines into pieces. Events that are too large are found without a look at every line: a window as large as the
/// largest event must contain a line end.
/// </summary>
internal static class PieceCutter
{
    /// <summary>The size to which Sekoia's own puller fills a request; the intake takes 10 MiB.</summary>
    public const int MostBytes = 9 << 20;

    /// <summary>Appends the pieces of <paramref name="lines"/>, the first one last; events of more than <paramref name="mostEvent"/> bytes go to <paramref name="oversized"/>.</summary>
    public static void Cut(ReadOnlySpan<byte> lines, int mostEvent, List<Piece> pieces, List<Piece> oversized, int mostBytes = MostBytes)
    {
        int first = pieces.Count, from = 0, at = 0;
        while (at < lines.Length)
        {
            int end = EndOfWindow(lines, at, Math.Min(mostEvent, mostBytes));
            bool isTooLarge = end < 0;
            if (isTooLarge)
            {
                int feed = lines[at..].IndexOf((byte)'\n');
                end = feed < 0 ? lines.Length : at + feed + 1;
            }
            if (from < at && (isTooLarge || end - from > mostBytes))
            {
                pieces.Add(Of(lines, from, at));
                from = at;
            }
            if (isTooLarge)
            {
                oversized.Add(new Piece(at, end - at, 1));
                from = end;
            }
            at = end;
        }

        if (from < lines.Length)
            pieces.Add(Of(lines, from, lines.Length));
        pieces.Reverse(first, pieces.Count - first);
    }

    /// <summary>Appends up to <paramref name="parts"/> parts of about as many bytes each, the first one last.</summary>
    public static void Split(ReadOnlySpan<byte> lines, Piece piece, int parts, bool repeated, List<Piece> pieces)
    {
        int first = pieces.Count, from = piece.From, end = piece.From + piece.Length;
        for (int part = 1; part <= parts && from < end; part++)
        {
            int goal = part == parts ? end : Math.Max(from + 1, piece.From + (int)((long)piece.Length * part / parts));
            int feed = goal >= end ? -1 : lines[(goal - 1)..end].IndexOf((byte)'\n');
            int to = feed < 0 ? end : goal - 1 + feed + 1;
            // A part is never the whole piece again.
            if (to == end && from == piece.From && lines[from..end].IndexOf((byte)'\n') is >= 0 and var only && from + only + 1 < end)
                to = from + only + 1;
            pieces.Add(Of(lines, from, to) with { IsRepeated = repeated });
            from = to;
        }

        pieces.Reverse(first, pieces.Count - first);
    }

    /// <summary>The position after the last line end in a window; -1 when its first event does not end in it.</summary>
    private static int EndOfWindow(ReadOnlySpan<byte> lines, int at, int mostEvent)
    {
        long most = (long)at + mostEvent + 1; // the line end does not count
        if (most >= lines.Length)
            return lines.Length;
        int feed = lines[at..(int)most].LastIndexOf((byte)'\n');
        return feed < 0 ? -1 : at + feed + 1;
    }

    private static Piece Of(ReadOnlySpan<byte> lines, int from, int to)
    {
        int feeds = lines[from..to].Count((byte)'\n');
        return new Piece(from, to - from, lines[to - 1] == '\n' ? feeds : feeds + 1);
    }
}
