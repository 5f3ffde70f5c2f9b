// Tests: rows are the same records whether the parser takes the places of their values or reads their JSON.
using System.Text;
using Sluice.Core;

namespace Sluice.Parquet.Tests;

/// <summary>The other way to the same records: each row's line, as <c>emit raw</c> writes it, read as JSON.</summary>
public sealed class RowPathTests
{
    private const int Short = 300, StopAt = 4_000;

    private static readonly Origin _object = new("bucket", "AWSLogs/123456789010/vpcflowlogs/eu-west-1/2026/11/27/a.parquet");

    private static readonly ParseOptions[] _options =
    [
        .. from schema in Enum.GetValues<Schema>()
           from encoding in new[] { OutputEncoding.Ndjson, OutputEncoding.MsgPack }
           select new ParseOptions { Schema = schema, Encoding = encoding, OriginFields = schema == Schema.Aws },
        new() { Emit = Emit.Intake, Encoding = OutputEncoding.Lines },
        new() { Emit = Emit.Intake, Encoding = OutputEncoding.MsgPack },
        new() { Emit = Emit.Raw },
        new() { Schema = Schema.Ecs, OnMalformed = OnMalformed.Drop, DataStreamNamespace = "default" },
        new() { Schema = Schema.Ecs, OnMalformed = OnMalformed.Fail },
        new() { Schema = Schema.Ecs, MaxLineBytes = Short },
        new() { Schema = Schema.Aws, MaxLineBytes = Short, RefuseOverlong = true },
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(2_000)]
    [InlineData(3_000)]
    public void Rows_OfARandomTable_AreThoseOfTheirJson(int first)
    {
        foreach (int seed in Enumerable.Range(first, 100))
            Same(seed, seed % 40 + 1);
    }

    [Fact]
    public void Rows_OfOneColumnOfAnyForm_AreThoseOfTheirJson()
    {
        foreach (int seed in Enumerable.Range(0, 400))
            Same(seed, 2);
    }

    [Theory]
    [InlineData(940)]
    [InlineData(1_000)]
    public void Rows_OfAVeryWideTable_AreThoseOfTheirJson(int columns)
    {
        foreach (int seed in Enumerable.Range(0, 4))
            Same(seed, columns);
    }

    [Fact]
    public void Rows_OfTheFixtures_AreThoseOfTheirJson()
    {
        foreach (string name in Fixture.Names)
            foreach (ParseOptions options in _options)
                Same(Fixture.Parquet(name), options, name);
    }

    /// <summary>Only its JSON says whether a row of any other table is a record, or wraps one.</summary>
    [Theory]
    [InlineData("start", "1", "Malformed 1")]
    [InlineData("message", "2 123456789010 eni-1 10.0.0.5 10.0.0.9 1 2 6 8 1200 1 2 ACCEPT OK", "Record 1")]
    public void Row_OfAnotherTable_IsReadAsAnyObject(string name, string value, string expected)
    {
        byte[] page = Forge.Page(0, 1, [.. BitConverter.GetBytes(value.Length), .. Encoding.ASCII.GetBytes(value)]);
        using var parser = new FlowParser(new ParseOptions());
        using var batch = new Batch();
        using ParquetFlowReader reader = Open(Forge.Table(1, 1, (name, Forge.ByteArray, 0, page)), new ParseOptions());
        reader.Read(parser, batch, int.MaxValue, default);
        Assert.Equal(expected, parser.Counts.Records > 0 ? $"Record {parser.Counts.Records}" : $"Malformed {parser.Counts.Malformed}");
    }

    private static void Same(int seed, int columns)
    {
        byte[] file = new TableGen(new Random(seed)).File(columns);
        foreach (ParseOptions options in _options)
            Same(file, options, $"seed {seed}, {options}");
    }

    private static void Same(byte[] file, ParseOptions options, string input)
    {
        List<string> direct = Told(options, (parser, batch, note) =>
        {
            using ParquetFlowReader reader = Open(file, options);
            while (reader.Read(parser, batch, StopAt, default))
                note();
            note();
        });
        byte[][] lines = Lines(file, options);
        List<string> read = Told(options, (parser, batch, note) =>
        {
            foreach (byte[] line in lines)
            {
                if (parser.Failed)
                    break;
                parser.ParseRow(line, batch);
                if (batch.Length >= StopAt)
                    note();
            }
            note();
        });
        Assert.True(read.SequenceEqual(direct), $"{input}\nas JSON: {string.Join('\n', read.Except(direct))}\ndirectly: {string.Join('\n', direct.Except(read))}");
    }

    /// <summary>The rows as JSON; a reader stops a row that is too long, a parser without that limit shows how far it came.</summary>
    private static byte[][] Lines(byte[] file, ParseOptions options)
    {
        using var parser = new FlowParser(new ParseOptions { Emit = Emit.Raw, Encoding = OutputEncoding.Lines });
        using var batch = new Batch();
        using ParquetFlowReader reader = Open(file, options);
        reader.Read(parser, batch, int.MaxValue, default);
        var lines = new List<byte[]>();
        foreach (Range line in batch.Bytes.Split((byte)'\n'))
            lines.Add(batch.Bytes[line].ToArray());
        Assert.Equal(reader.RowsRead, lines.Count - 1);
        return [.. lines.SkipLast(1)];
    }

    private static ParquetFlowReader Open(byte[] file, ParseOptions options) =>
        ParquetFlowReader.Open(new MemoryStream(file), new ParquetLimits { MaxLineBytes = options.MaxLineBytes });

    /// <summary>What a parser wrote, said and counted, in the order of events.</summary>
    private static List<string> Told(ParseOptions options, Action<FlowParser, Batch, Action> run)
    {
        var told = new List<string>();
        using var parser = new FlowParser(options, (in MalformedLine line) => told.Add($"{line.LineNumber} {line.Offset} {line.Reason} {Convert.ToHexString(line.Text)}"));
        using var batch = new Batch();
        parser.Reset(_object);
        run(parser, batch, () =>
        {
            ParseCounts c = parser.Counts;
            told.Add($"{parser.LastTime} {c.BytesIn} {c.Lines} {c.Records} {c.Malformed} {c.Headers} {c.ExtraColumns} {c.NoData} {c.SkipData} {parser.Failed} {parser.MetOverlong}");
            told.Add(options.Encoding == OutputEncoding.MsgPack ? Convert.ToHexString(batch.Bytes) : Encoding.Latin1.GetString(batch.Bytes));
            batch.Clear();
        });
        return told;
    }
}
