// Tests: an input that breaks off, or goes on as something else, is told, and makes no record of its last piece.
using System.Text;

namespace Sluice.Cli.Tests;

public sealed class GzipEndTests : TemporaryFolder
{
    [Fact]
    public void Parse_GzipCutAtEveryByte_MakesNoRecordOfACutLine()
    {
        byte[] text = Inputs.Lines(3);
        byte[] packed = [.. Inputs.Gzip(text.AsSpan(0, 150)), .. Inputs.Gzip(text.AsSpan(150))];
        string[] whole = Run.Sluice(text, "parse", "-q").Lines;
        string list = string.Join(' ', Enumerable.Range(2, packed.Length - 2).Select(length =>
            Inputs.File(Folder, $"{length}", packed.AsSpan(0, length))));
        Run run = Run.Program("/bin/bash", default, "-c", $"for f in {list}; do '{Repo.Binary}' parse -q $f 2>$f.err >$f.out; echo $?; done");
        string[] codes = run.Lines;
        for (int length = 2; length < packed.Length; length++)
        {
            // Between two members a cut is not to be seen; the line that it cuts is then what the file holds.
            bool between = codes[length - 2] == "0";
            Assert.Equal(between, length == Inputs.Gzip(text.AsSpan(0, 150)).Length);
            string[] got = File.ReadAllLines(Path.Combine(Folder, $"{length}.out"));
            if (between)
                continue;
            Assert.Equal("3", codes[length - 2]);
            Assert.Equal(whole[..got.Length], got);
            Assert.Contains($"gzip data is cut off at byte {length}", File.ReadAllText(Path.Combine(Folder, $"{length}.err")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Parse_ALineCutInsideANumber_IsNoRecord()
    {
        byte[] packed = Inputs.Gzip(Encoding.ASCII.GetBytes(Inputs.Line + Inputs.Line[..70]));
        Run run = Run.Sluice("parse", "-q", Inputs.File(Folder, "cut.gz", packed.AsSpan(0, packed.Length - 3)));
        Assert.Equal(3, run.ExitCode);
        Assert.Single(run.Lines);
    }

    [Theory]
    [InlineData("\n", 0)]
    [InlineData("\0\0\0\0", 0)]
    [InlineData("\r\n \t\n", 0)]
    [InlineData("text after the member\n", 3)]
    [InlineData(Inputs.Line, 3)]
    [InlineData("\u001f\u008c", 3)]
    public void Parse_DataAfterTheMember_IsSkippedOrToldByItsOffset(string after, int exitCode)
    {
        byte[] member = Inputs.Gzip(Inputs.Lines(3));
        byte[] packed = [.. member, .. Encoding.Latin1.GetBytes(after)];
        Run run = Run.Sluice(packed, "parse", "-q");
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(3, run.Lines.Length);
        if (exitCode != 0)
            Assert.Contains($"gzip data is damaged: data that is not a gzip member follows a member at byte {member.Length}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_GzipInsideGzip_IsRead()
    {
        byte[] packed = Inputs.Gzip([.. Inputs.Gzip(Inputs.Lines(3)), .. "\n"u8, .. Inputs.Gzip(Inputs.Lines(4))]);
        Run run = Run.Sluice(packed, "parse", "-q");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(7, run.Lines.Length);
    }

    [Fact]
    public void Parse_OneByteMembers_AreQuick()
    {
        byte[] ones = [.. Encoding.ASCII.GetBytes(Inputs.Line).SelectMany(b => Inputs.Gzip([b]))];
        byte[] packed = [.. Enumerable.Repeat(ones, 3_000_000 / ones.Length).SelectMany(m => m)];
        long began = System.Diagnostics.Stopwatch.GetTimestamp();
        Run run = Run.Sluice("parse", "-q", Inputs.File(Folder, "ones.gz", packed));
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 20);
        Assert.Equal(3_000_000 / ones.Length, run.Lines.Length);
    }
}
