// Tests: where a buffer happens to end changes nothing.
using System.Text;
using System.Text.Json;
using CsCheck;
using Xunit;

namespace Sluice.Core.Tests;

public sealed class SplitInputTests
{
    private static readonly Origin Object = new("logs", "AWSLogs/123456789010/vpcflowlogs/eu-west-1/2026/06/11/123456789010_vpcflowlogs_eu-west-1_fl-0a1b2c3d_20260611T0000Z_e1f2a3b4.log.gz");

    private static readonly Gen<(byte[] Bytes, string? Fields)> Input = Gen.OneOf(
        RecordGen.Any.Select(log => (Encoding.UTF8.GetBytes(log.Text), log.Fields)),
        BytesGen.Mutated,
        BytesGen.Random.Select(bytes => (bytes, (string?)null)));

    [Fact]
    public void Parse_SplitAtEveryBoundary_GivesTheSameBytes() => Input.Sample(
        input =>
        {
            ParseOptions options = Options(input.Fields, ParseOptions.DefaultMaxLineBytes);
            using var parser = new FlowParser(options);
            byte[] whole = Fed(parser, [input.Bytes]);
            for (int at = 0; at <= input.Bytes.Length; at++)
                Same(whole, Fed(parser, [input.Bytes[..at], input.Bytes[at..]]), at);
        },
        iter: Math.Max(60, Check.Iter));

    [Fact]
    public void Parse_FedInPieces_GivesTheSameBytes() => Gen.Select(Input, Gen.Int[1, 40], Gen.Int[20, 400]).Sample(
        (input, size, limit) =>
        {
            // A limit that many lines exceed: what is kept of an overlong line must not depend on the pieces either.
            ParseOptions options = Options(input.Fields, limit);
            using var parser = new FlowParser(options);
            byte[] whole = Fed(parser, [input.Bytes]);
            Same(whole, Fed(parser, input.Bytes.Chunk(size)), size);
            Same(whole, Fed(parser, input.Bytes.Chunk(1)), 1);
        },
        iter: Math.Max(500, Check.Iter));

    [Fact]
    public void Parse_StoppedAfterEveryRecord_GivesTheSameBytes() => Input.Sample(
        input =>
        {
            ParseOptions options = Options(input.Fields, ParseOptions.DefaultMaxLineBytes);
            using var parser = new FlowParser(options);
            Same(Fed(parser, [input.Bytes]), Fed(parser, [input.Bytes], stopAt: 1), 1);
        },
        iter: Math.Max(500, Check.Iter));

    [Fact]
    public void ParseLine_EveryLineByItself_GivesTheSameRecords() => Input.Sample(
        input =>
        {
            ParseOptions options = Options(input.Fields, ParseOptions.DefaultMaxLineBytes);
            // A byte order mark belongs to a file, not to a line; a second one would be taken for the file's.
            byte[] bytes = input.Bytes;
            if (bytes.AsSpan().IndexOf("\uFEFF"u8) >= 0 || !LinesAreWhole(bytes))
                return;
            using var whole = new FlowParser(options);
            using var single = new FlowParser(options);
            using var expected = new Batch();
            using var actual = new Batch();
            whole.Parse(bytes, endOfInput: true, expected);
            while (bytes.Length > 0)
            {
                int feed = Array.IndexOf(bytes, (byte)'\n');
                int next = feed < 0 ? bytes.Length : feed + 1;
                single.ParseLine(bytes.AsSpan(0, next), actual);
                bytes = bytes[next..];
            }
            Same(expected.Bytes.ToArray(), actual.Bytes.ToArray(), 0);
            Assert.Equal(whole.Counts, single.Counts);
        },
        iter: Math.Max(500, Check.Iter));

    /// <summary>No value goes on over a line end, and none shares its line with another.</summary>
    private static bool LinesAreWhole(byte[] bytes)
    {
        foreach (string line in Encoding.UTF8.GetString(bytes).Split('\n').Select(line => line.Trim(' ', '\t', '\r')))
        {
            if (line is not ['{' or '[' or ']' or ',' or '"', ..])
                continue;
            try
            {
                using JsonDocument whole = JsonDocument.Parse(line);
                if (whole.RootElement.ValueKind != JsonValueKind.Object)
                    return false;
            }
            catch (JsonException)
            {
                return false;
            }
        }

        return true;
    }

    private static ParseOptions Options(string? fields, int maxLineBytes) =>
        new() { Schema = Schema.Ecs, Fields = fields, MaxLineBytes = maxLineBytes };

    /// <summary>As the front ends feed it.</summary>
    private static byte[] Fed(FlowParser parser, IEnumerable<byte[]> pieces, int stopAt = int.MaxValue)
    {
        using var batch = new Batch(4 * 1024);
        using var input = new ParserInput(parser, new LineBuffer(16));
        using var output = new MemoryStream();
        parser.Reset(Object);
        foreach (byte[] piece in pieces)
        {
            piece.CopyTo(input.Room(piece.Length));
            input.Added(piece.Length);
            Drain(ends: false);
        }
        Drain(ends: true);
        return output.ToArray();

        void Drain(bool ends)
        {
            bool more = true;
            while (more)
            {
                more = input.Parse(batch, stopAt, ends);
                output.Write(batch.Bytes);
                batch.Clear();
            }
        }
    }

    private static void Same(byte[] expected, byte[] actual, int where)
    {
        if (!expected.AsSpan().SequenceEqual(actual))
            Assert.Fail($"at {where}:\nwhole {Encoding.UTF8.GetString(expected)}\nsplit {Encoding.UTF8.GetString(actual)}");
    }
}
