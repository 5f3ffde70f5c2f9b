// parse --emit: lines instead of records.
using System.Text;

namespace Sluice.Cli.Tests;

public sealed class EmitTests
{
    private const string Line = "2 123456789010 eni-1 10.0.0.5 10.0.0.9 49152 443 6 8 1200 1700000000 1700000058 ACCEPT OK";
    private static readonly byte[] Input = Encoding.UTF8.GetBytes(
        "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n\n" + Line + "\nsrcaddr dstaddr\n10.0.0.1 10.0.0.2\n");

    [Theory]
    [InlineData("raw", null, "{\"log\":\"" + Line + "\"}\n{\"log\":\"10.0.0.1 10.0.0.2\"}\n")]
    [InlineData("raw", "lines", Line + "\n10.0.0.1 10.0.0.2\n")]
    [InlineData("intake", null, Line + "\n{\"srcaddr\":\"10.0.0.1\",\"dstaddr\":\"10.0.0.2\"}\n")]
    [InlineData("intake", "ndjson", "{\"log\":\"" + Line + "\"}\n{\"srcaddr\":\"10.0.0.1\",\"dstaddr\":\"10.0.0.2\"}\n")]
    public void Parse_Emit_GivesRecordsAlone(string emit, string? output, string expected)
    {
        Run run = Run.Sluice(Input, ["parse", "--emit", emit, .. output is null ? [] : (string[])["--output", output]]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(expected, Encoding.UTF8.GetString(run.Output));
        Assert.Contains("sluice: 2 records, 0 malformed", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_LinesOfRecords_IsAUsageError()
    {
        Run run = Run.Sluice(Input, "parse", "--output", "lines");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("output: 'lines' needs emit raw or intake", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_ParquetRows_AreFlatObjects()
    {
        Run run = Run.Sluice("parse", "--quiet", "--emit", "intake", Testing.Repo.PathOf("tests", "Parquet.Tests", "data", "v5-snappy.parquet"));
        Assert.True(run.ExitCode == 0 && run.Lines.Length > 10, run.Error);
        Assert.All(run.Lines, line => Assert.StartsWith("{\"version\":5,\"account_id\":\"", line, StringComparison.Ordinal));
    }
}
