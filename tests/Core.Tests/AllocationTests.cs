// Tests: the budget of bench/budgets.json.
using System.Text.Json;

namespace Sluice.Core.Tests;

[Collection(nameof(Alone))]
public sealed class AllocationTests
{
    private const int Rounds = 200;

    public static TheoryData<string, string, string> Cases()
    {
        var cases = new TheoryData<string, string, string>();
        foreach (string theme in (string[])["version-2", "version-5", "ipv6", "nodata", "json", "version-11-tags", "malformed-values", "crlf"])
            foreach (string schema in SchemaName.All)
                foreach (OutputEncoding encoding in Product.Encodings)
                    cases.Add(theme, schema, encoding.ToString());
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Parse_WarmedUp_StaysWithinTheBudget(string theme, string schema, string encoding)
    {
        using var budgets = JsonDocument.Parse(File.ReadAllText(Repo.PathOf("bench", "budgets.json")));
        double budget = budgets.RootElement.GetProperty("allocatedBytesPerRecord").GetDouble();
        Assert.True(SchemaName.TryParse(schema, out Schema parsed));
        Within(budget, theme, new ParseOptions { Schema = parsed, Encoding = Enum.Parse<OutputEncoding>(encoding) });
    }

    [Theory]
    [InlineData("version-2", Emit.Raw)]
    [InlineData("version-5", Emit.Intake)]
    [InlineData("version-11-tags", Emit.Intake)]
    [InlineData("json", Emit.Intake)]
    public void Lines_WarmedUp_AllocateNothing(string theme, Emit emit) => Within(0, theme, new ParseOptions { Emit = emit, Encoding = OutputEncoding.Lines });

    private static void Within(double budget, string theme, ParseOptions options)
    {
        byte[] input = File.ReadAllBytes(Snapshot.Of(theme).Input);
        // A header makes a format, once per file: the records after it are what the budget is for.
        int header = input.AsSpan().StartsWith("version "u8) ? input.AsSpan().IndexOf((byte)'\n') + 1 : 0;
        using var parser = new FlowParser(options);
        using var batch = new Batch(4 << 20);
        parser.Parse(input, endOfInput: true, batch);
        long lines = parser.Counts.Lines;
        Round(parser, input.AsSpan(header), batch);
        lines = (parser.Counts.Lines - lines) * Rounds;
        Assert.True(lines >= Rounds);
        long allocated = Allocation.Of(() => Repeat(parser, input.AsSpan(header), batch), (long)(budget * lines));
        Assert.True(allocated <= budget * lines, $"{(double)allocated / lines:F1} bytes per line where {budget} are allowed");
    }

    private static void Repeat(FlowParser parser, ReadOnlySpan<byte> records, Batch batch)
    {
        for (int i = 0; i < Rounds; i++)
            Round(parser, records, batch);
    }

    private static void Round(FlowParser parser, ReadOnlySpan<byte> records, Batch batch)
    {
        batch.Clear();
        parser.Parse(records, endOfInput: true, batch);
    }
}
