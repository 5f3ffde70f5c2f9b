// Tests: an input is cut into the same frames however its bytes arrive, by a framer that knows no flow log.
using System.Text;
using Sluice.Core.Framing;
using Sluice.Core.Text;

namespace Sluice.Core.Tests;

public sealed unsafe class LineFramerTests
{
    private const int MaxLine = 100;

    private static readonly string Long = new('x', MaxLine + 1);

    /// <summary>An input, whether its lines are rows, and its frames: kind, bytes of text, and of an object its own.</summary>
    public static TheoryData<string, bool, string[]> Inputs() => new()
    {
        { "one\ntwo three\r\n\n  \nlast", false, ["Line 3", "Line 9", "Line 0", "Line 2", "Line 4"] },
        { "\uFEFFone\n\uFEFF\n", false, ["Between", "Line 3", "Between", "Line 0"] },
        { Long[1..] + "\nok\n", false, [$"Line {MaxLine}", "Line 2"] },
        { Long + "\nok\n", false, [$"Overlong {MaxLine}", "Line 2"] },
        { Long + Long + Long, false, [$"Overlong {MaxLine}"] },
        { "{\"a\":1}\n{\"a\":\n2}\n", false, ["Object 8 7", "Object 9 8"] },
        { "{\"a\":1}{\"b\":2}, {\"c\":3}\n", false, ["Object 7 7", "Object 7 7", "Between", "Object 8 7"] },
        { "[\"one\", \"two\"]\nthree\n", false, ["Between", "String 5", "Between", "String 5", "Between", "Line 0", "Line 5"] },
        { "[one] two\n{no json}\n {no json}\n", false, ["Line 9", "BrokenObject 10 1", "Line 10"] },
        { "{\"a\": \"" + Long + "\"}\nok\n", false, [$"Overlong {MaxLine}", "Line 2"] },
        { "a,\"b\nc\",d\ne,f\n", true, ["Row 9", "Row 3"] },
        { "a,\"b\nc,d\n", true, ["Row 4", "Row 3"] },
        { "a,\"" + Long + "\"\nok\n", true, [$"Overlong {MaxLine}", "Row 2"] },
    };

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Input_HoweverItArrives_IsCutAlike(string input, bool rows, string[] frames)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(input);
        foreach (int piece in (int[])[bytes.Length, 1, 2, 3, 7, 64])
        {
            int lines = 0;
            Assert.Equal(frames, Merged(Cut(bytes, piece, rows, ref lines)));
            Assert.Equal(bytes.Length, lines);
        }
    }

    /// <summary>The bytes come in pieces; what a frame leaves comes again, in memory of its own that ends where the bytes do.</summary>
    private static List<string> Cut(byte[] input, int piece, bool rows, ref int taken)
    {
        var tokens = new LineTokens();
        var framer = new LineFramer(MaxLine, tokens, new PaddedCopy(), new Objects()) { HasRows = rows };
        var frames = new List<string>();
        for (int have = Math.Min(piece, input.Length); ; have = Math.Min(have + piece, input.Length))
        {
            bool isLast = have == input.Length;
            byte[] memory = input[taken..have];
            fixed (byte* start = memory)
            {
                int at = 0;
                while (at < memory.Length && framer.Next(start + at, memory.Length - at, isLast) is { Kind: not FrameKind.Incomplete } frame)
                {
                    Assert.InRange(frame.Used, 1, memory.Length - at);
                    frames.Add(Shown(frame));
                    at += frame.Used;
                }

                taken += at;
            }

            if (isLast)
                return frames;
        }
    }

    private static string Shown(Frame frame) => frame.Kind switch
    {
        FrameKind.Between => "Between",
        FrameKind.Object or FrameKind.BrokenObject => $"{frame.Kind} {frame.Length} {frame.Value}",
        _ => $"{frame.Kind} {frame.Length}",
    };

    /// <summary>The rest of an overlong line is skipped as it comes, in as many pieces.</summary>
    private static List<string> Merged(List<string> frames)
    {
        for (int i = 1; i < frames.Count; i++)
            while (frames[i - 1].StartsWith("Overlong", StringComparison.Ordinal) && i < frames.Count && frames[i] == "Between")
                frames.RemoveAt(i);
        return frames;
    }

    private sealed class Objects : IObjectReader
    {
        public JsonExtent Read(Slice text, out int length)
        {
            var cursor = new JsonCursor(text.Start, text.Length);
            bool good = cursor.TakeValue(out _);
            length = cursor.Position;
            return good ? JsonExtent.Whole : cursor.IsIncomplete ? JsonExtent.Incomplete : JsonExtent.NotJson;
        }
    }
}
