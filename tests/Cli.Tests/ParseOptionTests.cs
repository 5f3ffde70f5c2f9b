// Tests: the options, exit codes and words of sluice parse.
using System.Text;

namespace Sluice.Cli.Tests;

public sealed class ParseOptionTests : TemporaryFolder
{
    private static readonly byte[] TwoBad = Encoding.ASCII.GetBytes($"{Inputs.Line}bad line\n{Inputs.Line}worse\n");

    [Fact]
    public void Malformed_Kept_ComesOutInItsPlaceAndIsNamed()
    {
        string path = Inputs.File(Folder, "mixed.log", TwoBad);
        Run run = Run.Sluice("parse", path);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(4, run.Lines.Length);
        Assert.StartsWith("{\"message\":\"bad line\",\"event\":{\"kind\":\"pipeline_error\"},\"error\":{\"message\":\"", run.Lines[1], StringComparison.Ordinal);
        Assert.Contains($"{path}:2: malformed: ", run.Error, StringComparison.Ordinal);
        Assert.Contains($"{path}:4: malformed: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("2 records, 2 malformed", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Malformed_Dropped_IsCounted()
    {
        Run run = Run.Sluice(TwoBad, "parse", "--on-malformed", "drop");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(2, run.Lines.Length);
        Assert.Contains("2 records, 2 malformed", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Malformed_Fail_EndsWithOneAfterTheRecordsBefore()
    {
        Run run = Run.Sluice(TwoBad, "parse", "--on-malformed", "fail", "--quiet");
        Assert.Equal(1, run.ExitCode);
        Assert.Single(run.Lines);
        Assert.Contains("standard input:2: malformed: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Malformed_Many_AreNamedFirstAndCountedThen()
    {
        byte[] input = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("nonsense\n", 100)));
        Run run = Run.Sluice(input, "parse");
        Assert.Contains("95 more malformed lines", run.Error, StringComparison.Ordinal);
        Assert.True(run.Error.Split('\n').Length < 15);
    }

    [Fact]
    public void Malformed_ControlCharacters_DoNotReachTheTerminal()
    {
        Run run = Run.Sluice("\u001b[31mred\u0007\n"u8.ToArray(), "parse");
        Assert.DoesNotContain(run.Error, c => c is '\u001b' or '\u0007');
    }

    [Fact]
    public void Quiet_GoodInput_SaysNothing()
    {
        Run run = Run.Sluice(Inputs.Lines(1), "parse", "-q");
        Assert.Equal("", run.Error);
    }

    [Theory]
    [InlineData("parse", "--schema", "elastic")]
    [InlineData("parse", "--output", "xml")]
    [InlineData("parse", "--no-such-option")]
    [InlineData("prase")]
    [InlineData("parse", "--fields", "srcaddr $%&")]
    [InlineData("parse", "--fields", "no-known name-here")]
    public void WrongUsage_EndsWithTwoAndSaysWhere(params string[] arguments)
    {
        Run run = Run.Sluice(arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("sluice: ", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("parse", "--help")]
    [InlineData("completion", "--help")]
    [InlineData("--version")]
    public void Help_EveryLevel_EndsWithZero(params string[] arguments)
    {
        Run run = Run.Sluice(arguments);
        Assert.Equal(0, run.ExitCode);
        Assert.NotEmpty(run.Output);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public void Completion_Bash_OffersCommandsAndOptions()
    {
        string path = Path.GetDirectoryName(Repo.Binary)!;
        Run run = Run.Program("/bin/bash", default, "-c",
            $"PATH='{path}':$PATH; eval \"$(sluice completion bash)\"; COMP_WORDS=(sluice parse --sch); COMP_CWORD=2; COMP_LINE='sluice parse --sch'; COMP_POINT=18; _sluice; echo \"${{COMPREPLY[@]}}\"");
        Assert.Equal("--schema", run.Lines.Single());
    }

    [Fact]
    public void FieldsSetting_AwsLogFormat_IsUnderstood()
    {
        Run run = Run.Sluice("10.0.0.1 10.0.0.2 80\n"u8.ToArray(), "parse", "-q", "--fields", "${srcaddr} ${dstaddr} ${dstport}");
        Assert.Contains("\"port\":80", run.Lines.Single(), StringComparison.Ordinal);
    }
}
