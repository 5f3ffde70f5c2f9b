// Requests: a batch cut into pieces, with events of every size at the limits.
using System.Text;

namespace Sluice.Deliver.Tests;

public sealed class PieceCutterTests
{
    /// <summary>Against the plain way: line by line.</summary>
    [Fact]
    public void Cut_RandomLines_EveryEventIsInOnePieceOrTooLarge()
    {
        for (int seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            int mostEvent = random.Next(1, 40), mostBytes = mostEvent + 1 + random.Next(0, 100);
            string[] lines = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => new string('x', random.Next(0, random.Next(2) == 0 ? 8 : 60)))];
            byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
            List<Piece> pieces = [], oversized = [];
            PieceCutter.Cut(bytes, mostEvent, pieces, oversized, mostBytes);

            Assert.Equal(lines.Count(line => line.Length > mostEvent), oversized.Count);
            Assert.All(oversized, piece => Assert.True(piece.Length > mostEvent + 1 && piece.Events == 1));
            Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, Math.Max(mostBytes, mostEvent + 1)));
            Assert.All(pieces, piece => Assert.Equal(bytes.AsSpan(piece.From, piece.Length).Count((byte)'\n'), piece.Events));
            Assert.Equal(pieces.Select(piece => piece.From).OrderDescending(), pieces.Select(piece => piece.From));
            int next = 0;
            foreach (Piece piece in pieces.Concat(oversized).OrderBy(piece => piece.From))
            {
                Assert.Equal(next, piece.From);
                next += piece.Length;
                Assert.Equal((byte)'\n', bytes[next - 1]);
            }
            Assert.Equal(bytes.Length, next);
        }
    }

    [Fact]
    public void Split_RandomLines_AreSmallerPartsOfWholeEvents()
    {
        for (int seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            string text = string.Concat(Enumerable.Range(0, random.Next(2, 30)).Select(_ => new string('x', random.Next(0, 20)) + "\n"));
            byte[] bytes = Encoding.UTF8.GetBytes("before\n" + text + "after\n");
            var whole = new Piece(7, text.Length, text.Count(c => c == '\n'));
            List<Piece> parts = [new(0, 1, 1)];
            PieceCutter.Split(bytes, whole, random.Next(2, 9), repeated: true, parts);
            parts.RemoveAt(0);
            Assert.True(parts.Count >= 2, $"seed {seed}");
            Assert.All(parts, part => Assert.True(part.Events > 0 && part.Events < whole.Events && part.IsRepeated, $"seed {seed}"));
            Assert.Equal(whole.Events, parts.Sum(part => part.Events));
            int next = whole.From;
            foreach (Piece part in parts.OrderBy(part => part.From))
            {
                Assert.Equal(next, part.From);
                next += part.Length;
                Assert.Equal((byte)'\n', bytes[next - 1]);
            }
            Assert.Equal(whole.From + whole.Length, next);
        }
    }
}
