// Tests: a format that is not read is an error that names it, and other inputs are read.
using System.Text;

namespace Sluice.Cli.Tests;

public sealed class UnreadableTests : TemporaryFolder
{
    [Theory]
    [InlineData("is zstd-compressed, which is not supported: decompress it first", "28B52FFD0400110000")]
    [InlineData("is xz-compressed, which is not supported: decompress it first", "FD377A585A000004")]
    [InlineData("is a zip archive, which is not supported: unpack it first", "504B030414000000")]
    [InlineData("is UTF-16 text, which is not supported: convert it to UTF-8 first", "FFFE3200200031000A00")]
    [InlineData("is UTF-16 text, which is not supported: convert it to UTF-8 first", "3200200031000A00")]
    [InlineData("is binary or encrypted data, which is not supported: decrypt or decode it first", "0102030405060708000102030405")]
    public void Parse_UnreadableFormat_IsNamedAndTheNextFileIsRead(string why, string hex)
    {
        string strange = Inputs.File(Folder, "strange", Convert.FromHexString(hex));
        Run run = Run.Sluice("parse", "-q", strange, Inputs.File(Folder, "good", Inputs.Lines(2)));
        Assert.Equal(3, run.ExitCode);
        Assert.Equal(2, run.Lines.Length);
        Assert.Equal($"sluice: {strange}: {why}\n", run.Error);
        Run piped = Run.Sluice(Convert.FromHexString(hex), "parse", "-q");
        Assert.Equal($"sluice: standard input: {why}\n", piped.Error);
    }

    [Fact]
    public void Parse_RandomBytes_AreAnErrorAndNoEvents()
    {
        byte[] random = new byte[1 << 20];
        new Random(3).NextBytes(random);
        Run run = Run.Sluice("parse", "-q", Inputs.File(Folder, "random", random));
        Assert.Equal(3, run.ExitCode);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void Parse_ALogWithAZeroByte_IsRead()
    {
        byte[] log = [.. Inputs.Lines(2), .. Encoding.ASCII.GetBytes("a line with a \0 in it\n"), .. Inputs.Lines(2)];
        Run run = Run.Sluice(log, "parse");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("4 records, 1 malformed", run.Error, StringComparison.Ordinal);
    }
}
