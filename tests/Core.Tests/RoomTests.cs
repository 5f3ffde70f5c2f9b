// Tests: the room of a record holds what its header brings.
using System.Text;

namespace Sluice.Core.Tests;

public sealed unsafe class RoomTests
{
    /// <summary>Keys that a header names once stand in every record, however short its line is.</summary>
    [Theory]
    [InlineData(OutputEncoding.Ndjson)]
    [InlineData(OutputEncoding.MsgPack)]
    public void Room_OfALineWithLongColumnNames_HoldsTheirKeys(OutputEncoding encoding)
    {
        var encoder = SchemaRegistry.Create(new ParseOptions { Schema = Schema.Ecs, Encoding = encoding });
        var columns = Enumerable.Range(0, 1024).Select(i => new FlowColumn(-1, Encoding.ASCII.GetBytes($"n{i:d63}"))).ToArray();
        var line = new FlowLine { Message = new Slice(null, columns.Length * 2), MessageIsClean = true };
        int without = encoder.Room(line);
        line.Columns = new FlowColumns { Format = columns, Count = columns.Length };
        // A key with its quotes or header, and the value's.
        Assert.True(encoder.Room(line) - without >= columns.Length * (64 + 6), $"{encoder.Room(line)}");
    }

    /// <summary>Were a room short, the batch would end the process.</summary>
    [Theory]
    [InlineData("-", true)]
    [InlineData("x", true)]
    [InlineData("%00%22%5C%FF%0a", false)]
    [InlineData("\"\\\u0001\u0002\u0003", false)]
    [InlineData("\u00e9\u20ac", false)]
    public void Parse_LinesOfEveryFieldAndLongNames_FitTheirRoom(string value, bool once)
    {
        string[] known = [.. FlowFields.All.Where(row => row.Kind is FieldKind.Text or FieldKind.Tag
            && row.Field is not (FlowField.Action or FlowField.LogStatus)).Select(row => row.Name)];
        string[] unknown = [.. Enumerable.Range(0, LineTokens.Max - known.Length).Select(i => $"n{i:d63}")];
        string text = once ? value : string.Concat(Enumerable.Repeat(value, 60));
        string header = string.Join(' ', known.Concat(unknown).Take(Math.Min(LineTokens.Max, 2 * known.Length))) + "\n";
        byte[] line = Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Repeat(text, LineTokens.Max)) + "\n");
        // As it is, and with bytes that are no UTF-8.
        byte[] input = [.. Encoding.UTF8.GetBytes(header), .. line, .. line.Select(b => b is (byte)'x' or (byte)'%' ? (byte)0xFF : b)];
        foreach (string name in SchemaName.All)
            foreach (OutputEncoding encoding in Product.Encodings)
            {
                Assert.True(SchemaName.TryParse(name, out Schema schema));
                using var parser = new FlowParser(new ParseOptions { Schema = schema, Encoding = encoding });
                using var batch = new Batch(1);
                parser.Reset(new Origin("logs", new string('\u0001', 1024)));
                parser.Parse(input, endOfInput: true, batch);
                Assert.Equal(2, batch.Records);
                Assert.Equal(2, parser.Counts.Records);
            }
    }
}
