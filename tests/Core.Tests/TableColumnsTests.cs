// Tests: a row taken by the places of its values is the record of its JSON.
using System.Globalization;
using System.Text;
using CsCheck;
using Sluice.Core.Framing;

namespace Sluice.Core.Tests;

public sealed class TableColumnsTests
{
    private const string Header = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";

    private static readonly Gen<(string Name, string Value)> Cell = Gen.Frequency(
        (9, Gen.Int[0, FlowFields.Count - 1].Select(i => FlowFields.All[i].Name).SelectMany(name => FieldGen.Text(name).Select(value => (name, value)))),
        (2, Gen.Select(
            Gen.OneOf("a_field_of_tomorrow", "a-b", "message", "aws_s3_key", "event_id", "tcp_flags_array", "caf\u00e9", "quo\"te", "Other"),
            FieldGen.Text("az-id"))));

    private static readonly Origin Object = new("bucket", "AWSLogs/123456789010/vpcflowlogs/eu-west-1/2026/11/27/a.parquet");

    [Fact]
    public void ParseRow_ByPlaces_IsTheRecordOfItsJson() =>
        Gen.Select(Cell.Array[1, 40], Gen.Bool.Array[40], Gen.OneOf(0, 8, LineScanner.Readable, 5000))
            .Sample((cells, bare, readable) => Same(Distinct(cells), bare, readable), iter: Math.Max(1_000, Check.Iter));

    [Fact]
    public void ParseRow_BetweenOtherLines_ChangesNoneOfThem()
    {
        (string, string)[] cells = [("srcaddr", "10.0.0.1"), ("dstport", "443"), ("colour", "blue"), ("region", "-")];
        string text = "2 123456789010 eni-1 10.0.0.5 10.0.0.9 49152 443 6 8 1200 1700000000 1700000058 ACCEPT OK";
        string json = "{\"interface_id\":\"eni-2\",\"colour\":\"red\",\"dstport\":80}";
        string[] between = [Header, text, "{\"srcaddr\":\"nobody\"}", json, text, "no record", json];
        List<string>[] runs = [.. new[] { true, false }.Select(byPlaces =>
        {
            var run = new Run(new ParseOptions { Schema = Schema.Ecs });
            foreach (string line in between)
            {
                run.Row(cells, [], 0, byPlaces);
                run.Parser.ParseLine(Encoding.UTF8.GetBytes(line), run.Batch);
            }
            run.Row(cells, [], 0, byPlaces);
            return run.Told();
        })];
        Assert.Equal(runs[0], runs[1]);
    }

    [Theory]
    [InlineData(0, LineOutcome.Record)]
    [InlineData(1, LineOutcome.Malformed)]
    public void ParseRow_AtTheLineLimit_IsReadAndOneByteMoreIsMalformed(int over, LineOutcome expected)
    {
        byte[] row = "{\"srcaddr\":\"10.0.0.1\"}"u8.ToArray();
        using var parser = new FlowParser(new ParseOptions { MaxLineBytes = row.Length - over });
        using var batch = new Batch();
        TableColumns table = TableColumns.Of(["srcaddr"])!;
        table.Place(0, 12, 20);
        Assert.Equal(expected, parser.ParseRow(row, 0, table, batch));
    }

    [Theory]
    [InlineData("srcaddr", "dstaddr", "srcaddr")]
    [InlineData("srcaddr", "src_addr")]
    [InlineData("a-b", "a_b")]
    [InlineData("srcaddr", "")]
    [InlineData("srcaddr", "a_name_that_is_longer_than_any_that_aws_will_ever_give_to_a_column")]
    public void Of_NamesThatMeanMoreThanTheirPlace_IsNull(params string[] names) => Assert.Null(TableColumns.Of(names));

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Of_MoreUnknownNamesThanARecordKeeps_IsNull(int over, bool isTable) =>
        Assert.Equal(isTable, TableColumns.Of(["srcaddr", .. Enumerable.Range(0, FlowJson.MaxUnknown + over).Select(n => $"f{n}")]) is not null);

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void Place_OfNoColumn_Throws(int column) =>
        Assert.Throws<IndexOutOfRangeException>(() => TableColumns.Of(["srcaddr", "dstaddr"])!.Place(column, 0, 1));

    private static (string, string)[] Distinct((string Name, string Value)[] cells) =>
        [.. cells.Where(cell => cell.Value.Length > 0 && cell.Value.All(c => c is >= ' ' and <= '~' and not '"' and not '\\'))
            .DistinctBy(cell => cell.Name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal))];

    private static void Same((string, string)[] cells, bool[] bare, int readable)
    {
        if (cells.Length == 0)
            return;
        foreach (ParseOptions options in Options())
        {
            List<string>[] runs = [.. new[] { true, false }.Select(byPlaces =>
            {
                var run = new Run(options);
                // Twice: the encoder knows the columns of the second.
                run.Row(cells, bare, readable, byPlaces);
                run.Row(cells, bare, readable, byPlaces);
                return run.Told();
            })];
            Assert.Equal(runs[1], runs[0]);
        }
    }

    private static IEnumerable<ParseOptions> Options()
    {
        foreach (Schema schema in Enum.GetValues<Schema>())
            foreach (OutputEncoding encoding in Product.Encodings)
                yield return new ParseOptions { Schema = schema, Encoding = encoding, OriginFields = schema == Schema.Aws };
        yield return new ParseOptions { Emit = Emit.Intake, Encoding = OutputEncoding.Lines };
    }

    /// <summary>A parser with what it said and wrote.</summary>
    private sealed class Run
    {
        private readonly List<string> _told = [];

        internal Run(ParseOptions options)
        {
            Parser = new FlowParser(options, (in MalformedLine line) => _told.Add($"{line.LineNumber} {line.Offset} {line.Reason} {Encoding.UTF8.GetString(line.Text)}"));
            Parser.Reset(Object);
        }

        internal FlowParser Parser { get; }

        internal Batch Batch { get; } = new();

        internal void Row((string Name, string Value)[] cells, bool[] bare, int readable, bool byPlaces)
        {
            TableColumns table = TableColumns.Of(cells.Select(cell => cell.Name))!;
            var json = new List<byte>("{"u8.ToArray());
            for (int i = 0; i < cells.Length; i++)
            {
                (string name, string value) = cells[i];
                string mark = i < bare.Length && bare[i] && IsNumber(value) ? "" : "\"";
                json.AddRange(Encoding.UTF8.GetBytes($"{(i > 0 ? "," : "")}\"{name.Replace("\"", "\\\"", StringComparison.Ordinal)}\":{mark}"));
                table.Place(i, json.Count, json.Count + value.Length);
                json.AddRange(Encoding.UTF8.GetBytes(value + mark));
            }
            json.Add((byte)'}');
            byte[] row = [.. json, .. Enumerable.Repeat((byte)'9', readable)];
            _told.Add((byPlaces
                ? Parser.ParseRow(row.AsSpan(0, json.Count), readable, table, Batch)
                : Parser.ParseRow(row.AsSpan(0, json.Count), Batch)).ToString());
        }

        internal List<string> Told()
        {
            ParseCounts c = Parser.Counts;
            _told.Add($"{Parser.LastTime} {c.BytesIn} {c.Lines} {c.Records} {c.Malformed} {c.Headers} {c.ExtraColumns} {c.NoData} {c.SkipData} {Batch.Records}");
            _told.Add(Convert.ToHexString(Batch.Bytes));
            Parser.Dispose();
            Batch.Dispose();
            return _told;
        }

        private static bool IsNumber(string value) =>
            ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) && (value == "0" || value[0] != '0');
    }
}
