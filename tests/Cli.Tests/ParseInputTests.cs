// Tests: what sluice parse makes of whole, packed, cut and missing inputs.
using System.Text;

namespace Sluice.Cli.Tests;

public sealed class ParseInputTests : TemporaryFolder
{
    [Fact]
    public void Parse_GzipOfSeveralMembers_EqualsItsText()
    {
        byte[] text = Inputs.Lines(5000);
        int middle = text.Length / 3; // inside a line
        byte[] packed = [.. Inputs.Gzip(text.AsSpan(0, middle)), .. Inputs.Gzip([]), .. Inputs.Gzip(text.AsSpan(middle))];
        Run plain = Run.Sluice(text, "parse", "-q");
        Run gzip = Run.Sluice("parse", "-q", Inputs.File(Folder, "named-as-text.log", packed));
        Assert.Equal(5000, plain.Lines.Length);
        Assert.Equal(plain.Output, gzip.Output);
        Assert.Equal(0, gzip.ExitCode);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public void Parse_CutGzip_WritesWhatCameBeforeAndNamesTheFileAndOffset(double part)
    {
        byte[] packed = Inputs.Gzip(Inputs.Lines(20_000));
        int cut = (int)(packed.Length * part);
        string path = Inputs.File(Folder, "cut.log.gz", packed.AsSpan(0, cut));
        Run run = Run.Sluice("parse", path);
        Assert.Equal(3, run.ExitCode);
        Assert.InRange(run.Lines.Length, (int)(20_000 * part * 0.8), 20_000);
        Assert.Contains($"{path}: gzip data is cut off", run.Error, StringComparison.Ordinal);
        Assert.Contains($"at byte {cut}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_GzipWithoutItsTrailer_IsAnError()
    {
        byte[] packed = Inputs.Gzip(Inputs.Lines(100));
        Run run = Run.Sluice("parse", "-q", Inputs.File(Folder, "cut.gz", packed.AsSpan(0, packed.Length - 8)));
        Assert.Equal(3, run.ExitCode);
        Assert.Equal(100, run.Lines.Length);
    }

    [Fact]
    public void Parse_DamagedGzip_IsAnErrorAndTheNextFileIsRead()
    {
        byte[] packed = Inputs.Gzip(Inputs.Lines(20_000));
        packed.AsSpan(packed.Length / 2, 64).Fill(0xFF);
        string damaged = Inputs.File(Folder, "damaged.gz", packed);
        string whole = Inputs.File(Folder, "whole.gz", Inputs.Gzip(Inputs.Lines(7)));
        Run alone = Run.Sluice("parse", "-q", damaged);
        Run both = Run.Sluice("parse", "-q", damaged, whole);
        Assert.Equal(3, both.ExitCode);
        Assert.Contains($"{damaged}: gzip data is", both.Error, StringComparison.Ordinal);
        Assert.Equal(alone.Lines.Length + 7, both.Lines.Length);
    }

    [Fact]
    public void Parse_MissingFileDirectoryAndForbidden_EachIsNamed()
    {
        string missing = Path.Combine(Folder, "missing.log");
        string whole = Inputs.File(Folder, "whole.log", Inputs.Lines(3));
        Run run = Run.Sluice("parse", "-q", missing, Folder, whole);
        Assert.Equal(3, run.ExitCode);
        Assert.Equal(3, run.Lines.Length);
        Assert.Contains($"{missing}: no such file", run.Error, StringComparison.Ordinal);
        Assert.Contains($"{Folder}: is a directory", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_EmptyInputs_AreNoError()
    {
        Run run = Run.Sluice("parse", Inputs.File(Folder, "empty", []), Inputs.File(Folder, "empty.gz", Inputs.Gzip([])));
        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains("0 records", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_EachFile_HasItsOwnHeader()
    {
        string custom = Inputs.File(Folder, "a", "srcaddr dstaddr log-status\n10.0.0.1 10.0.0.2 OK\n"u8);
        string plain = Inputs.File(Folder, "b", Inputs.Lines(1));
        Run run = Run.Sluice("parse", "-q", custom, plain, "-");
        Assert.Equal(2, run.Lines.Length);
        Assert.DoesNotContain("pipeline_error", Encoding.UTF8.GetString(run.Output), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EF0A", 1)]
    [InlineData("EF", 1)]
    [InlineData("EFBB0A", 1)]
    [InlineData("EFBB", 1)]
    [InlineData("EFBBBF", 0)]
    [InlineData("EFBBBF0A", 0)]
    public void Parse_BeginningOfAByteOrderMark_EndsAndIsCounted(string hex, int malformed)
    {
        Run run = Run.Program("/usr/bin/timeout", Convert.FromHexString(hex), "10", Repo.Binary, "parse");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"0 records, {malformed} malformed", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_LastLineWithoutLineFeed_IsARecord()
    {
        Run run = Run.Sluice(Encoding.ASCII.GetBytes(Inputs.Line.TrimEnd('\n')), "parse");
        Assert.Single(run.Lines);
    }

    [Fact]
    public void Parse_TwoRunsIntoOneFile_FollowEachOther()
    {
        string input = Inputs.File(Folder, "in", Inputs.Lines(2));
        string output = Path.Combine(Folder, "out");
        Run run = Run.Program("/bin/bash", default, "-c", $"('{Repo.Binary}' parse -q '{input}'; '{Repo.Binary}' parse -q '{input}') > '{output}'");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(4, File.ReadAllLines(output).Length);
    }
}
