// Tests: both ways into a parser, reading into its buffer and exchanging buffers, give what the whole input gives.
using System.Text;
using CsCheck;
using Xunit;

namespace Sluice.Core.Tests;

public sealed class ParserInputTests
{
    private const int MaxLine = 64;

    private static readonly string Record = "2 - - 10.0.0.1 10.0.0.2 1 2 6 1 1 1 1 - OK";

    /// <summary>Lines, values and blanks around the limit, in any order.</summary>
    private static readonly Gen<byte[]> Input = Gen.OneOf(
        Gen.Const(Record + "\n"),
        Gen.Const("{\"srcaddr\":\"10.0.0.1\",\n\"dstaddr\":\"10.0.0.2\"}\n"),
        Gen.Const("[{\"message\":\"" + Record + "\"}]\n"),
        Gen.Const("{\"srcaddr\":\n"),
        Gen.Const("{\"srcaddr\":\"10.0.0.1\"}"),
        Gen.Const("a,srcaddr\nb,\"10.0.\n0.1\"\n"),
        Gen.Int[MaxLine - 3, MaxLine + 3].Select(n => new string('x', n) + "\n"),
        Gen.Int[MaxLine - 3, MaxLine + 3].Select(n => new string(' ', n) + "{\"srcaddr\":\"10.0.0.1\"}\n"),
        Gen.Int[MaxLine - 3, MaxLine + 3].Select(n => "{\"srcaddr\":\"10.0.0.1\",\"a\":\"".PadRight(n - 2, 'x') + "\"}\n"),
        Gen.Int[0, 3 * MaxLine].Select(n => new string(' ', n)))
        .Array[1, 12].Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts)));

    [Fact]
    public void Parse_EitherWay_GivesTheSame() => Gen.Select(Input, Gen.Int[1, 90], Gen.Bool).Sample(
        (bytes, size, refuses) =>
        {
            string whole = Read(bytes, Math.Max(1, bytes.Length), refuses);
            Assert.Equal(whole, Read(bytes, size, refuses));
            Assert.Equal(whole, Exchanged(bytes, size, ahead: 8, refuses));
            Assert.Equal(whole, Exchanged(bytes, size, ahead: 0, refuses));
        },
        iter: Math.Max(2000, Check.Iter));

    [Theory]
    [InlineData(MaxLine, false)]
    [InlineData(MaxLine + 1, true)]
    public void Line_AtTheLimit_IsRefusedBeyondIt(int length, bool refused)
    {
        string said = Read(Encoding.UTF8.GetBytes(Record + "\n" + new string('x', length) + "\n" + Record + "\n"), 7, refuses: true);
        Assert.EndsWith(refused ? "overlong after 1 lines, 1 records, 0 malformed" : "3 lines, 2 records, 1 malformed", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Input_ThatBrokeOff_LeavesItsLastLine()
    {
        using var parser = new FlowParser(new ParseOptions());
        using var input = new ParserInput(parser, new LineBuffer(16));
        using var batch = new Batch();
        Add(input, Encoding.UTF8.GetBytes(Record + "\n" + Record));
        Assert.False(input.Parse(batch, int.MaxValue, ends: false));
        Assert.Equal((1, Record.Length), (batch.Records, input.Pending.Length));
        input.Clear();
        Assert.False(input.Parse(batch, int.MaxValue, ends: true));
        Assert.Equal(1, batch.Records);
    }

    private static string Read(byte[] bytes, int size, bool refuses)
    {
        using var parser = Parser(refuses);
        using var input = new ParserInput(parser, new LineBuffer(16));
        return Fed(parser, input, bytes, size, piece => Add(input, piece));
    }

    private static string Exchanged(byte[] bytes, int size, int ahead, bool refuses)
    {
        using var parser = Parser(refuses);
        using var input = new ParserInput(parser, new LineBuffer(16, ahead));
        var block = new LineBuffer(16, ahead);
        string said = Fed(parser, input, bytes, size, piece =>
        {
            piece.CopyTo(block.Free(piece.Length));
            block.Advance(piece.Length);
            input.Exchange(ref block);
            Assert.True(block.Pending.IsEmpty);
        });
        block.Dispose();
        return said;
    }

    private static FlowParser Parser(bool refuses) => new(new ParseOptions { Schema = Schema.Ecs, MaxLineBytes = MaxLine, RefuseOverlong = refuses });

    private static void Add(ParserInput input, byte[] piece)
    {
        piece.CopyTo(input.Room(piece.Length));
        input.Added(piece.Length);
    }

    private static string Fed(FlowParser parser, ParserInput input, byte[] bytes, int size, Action<byte[]> add)
    {
        var said = new StringBuilder();
        using var batch = new Batch();
        foreach (byte[] piece in bytes.Chunk(size))
        {
            add(piece);
            Drain(ends: false);
        }

        Drain(ends: true);
        Assert.True(parser.Failed || input.Pending.IsEmpty);
        ParseCounts counts = parser.Counts;
        return said + (parser.MetOverlong ? "overlong after " : "") + $"{counts.Lines} lines, {counts.Records} records, {counts.Malformed} malformed";

        void Drain(bool ends)
        {
            bool more = true;
            while (more)
            {
                more = input.Parse(batch, 1, ends);
                said.Append(Encoding.UTF8.GetString(batch.Bytes));
                batch.Clear();
            }
        }
    }
}
