// Tests: closed, full and odd standard streams and file names.
using System.Text;

namespace Sluice.Cli.Tests;

public sealed class SurroundingsTests : TemporaryFolder
{
    private string File => Inputs.File(Folder, "in.log", Inputs.Lines(3));

    /// <summary>Runs a line of shell in which $S is sluice, $F a file of three records; its standard input is empty.</summary>
    private Run Shell(string command) => Run.Program("/bin/bash", default, "-c", $"S='{Repo.Binary}'; F='{File}'; cd '{Folder}'; {command}");

    [Theory]
    [InlineData("\"$S\" parse <&-")]
    [InlineData("\"$S\" parse - <&-")]
    [InlineData("\"$S\" parse -q <&- 2>&-; exit $?")]
    public void StandardInput_Closed_IsAnError(string command)
    {
        Run run = Shell($"timeout 10 {command}");
        Assert.Equal(3, run.ExitCode);
        Assert.Empty(run.Output);
        if (!command.Contains("2>", StringComparison.Ordinal))
            Assert.Contains("sluice: standard input: is closed", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<&-")]
    [InlineData("2>&-")]
    [InlineData("<&- 2>&-")]
    [InlineData("2>/dev/full")]
    [InlineData("</dev/null 2>/dev/full")]
    public void Streams_ClosedOrFullButNotNeeded_ChangeNothing(string redirection)
    {
        Run run = Shell($"timeout 10 \"$S\" parse \"$F\" {redirection}");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(3, run.Lines.Length);
    }

    [Fact]
    public void StandardError_FullOrClosed_EveryInputIsStillRead()
    {
        foreach (string error in (string[])["2>/dev/full", "2>&-"])
        {
            Run run = Shell($"printf 'bad\\nworse\\n' > bad; \"$S\" parse \"$F\" missing bad \"$F\" {error}");
            Assert.Equal(3, run.ExitCode);
            Assert.Equal(8, run.Lines.Length);
        }
    }

    [Theory]
    [InlineData("\"$S\" parse \"$F\" >&-", "Bad file descriptor")]
    [InlineData("\"$S\" parse \"$F\" <&- >&-", "Bad file descriptor")]
    [InlineData("\"$S\" parse \"$F\" >/dev/full", "No space left on device")]
    [InlineData("\"$S\" --help >/dev/full", "No space left on device")]
    [InlineData("\"$S\" --version >&-", "Bad file descriptor")]
    [InlineData("\"$S\" completion bash >/dev/full", "No space left on device")]
    [InlineData("ulimit -f 1; for i in {1..50}; do cat \"$F\"; done 2>/dev/null | \"$S\" parse >out", "File too large")]
    public void StandardOutput_ClosedOrFull_IsOneLineAndThree(string command, string why)
    {
        Run run = Shell(command);
        Assert.Equal(3, run.ExitCode);
        Assert.Equal($"sluice: standard output: {why}\n", run.Error);
    }

    [Fact]
    public void StandardStreams_AllClosed_EndsWithThree()
    {
        Run run = Shell("timeout 10 \"$S\" parse \"$F\" <&- >&- 2>&-");
        Assert.Equal(3, run.ExitCode);
    }

    [Fact]
    public void StandardInput_ADirectory_IsAnError()
    {
        Run run = Shell("\"$S\" parse < .");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("standard input: Is a directory", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Name_Empty_IsAnErrorAndTheOthersAreRead()
    {
        Run run = Run.Sluice("parse", File, "", File);
        Assert.Equal(3, run.ExitCode);
        Assert.Equal(6, run.Lines.Length);
        Assert.Contains("sluice: '': the file name is empty", run.Error, StringComparison.Ordinal);
        Assert.Equal(3, Run.Sluice("parse", "").ExitCode);
    }

    [Fact]
    public void Name_BeginningWithAt_IsAFileName()
    {
        Inputs.File(Folder, "@in.log", Inputs.Lines(2));
        Assert.Equal(2, Shell("\"$S\" parse -q @in.log").Lines.Length);
        Run missing = Shell("echo --version > args; \"$S\" parse -q @args");
        Assert.Equal(3, missing.ExitCode);
        Assert.Contains("@args: no such file", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Name_ControlCharacters_AreEscaped()
    {
        Run run = Run.Sluice("parse", "-q", "no\nsuch\u001b[31m\u202efile");
        Assert.Equal("sluice: no\\nsuch\\x1b[31m\\u202efile: no such file\n", run.Error);
        Run option = Run.Sluice("parse", "-x\u001b[2J");
        Assert.Equal(2, option.ExitCode);
        Assert.DoesNotContain('\u001b', option.Error);
    }

    [Fact]
    public void Pipe_Named_IsRead()
    {
        Run run = Shell("mkfifo pipe; timeout 10 bash -c 'cat \"$0\" > pipe' \"$F\" & timeout 10 \"$S\" parse -q pipe");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(3, run.Lines.Length);
    }

    [Fact]
    public void Pipe_Slow_IsWrittenAsItComes()
    {
        Run run = Shell("(head -n 1 \"$F\"; sleep 5) | \"$S\" parse -q | timeout 3 head -n 1");
        Assert.Single(run.Lines);
    }

    [Fact]
    public void File_ThatShrinksWhileItIsRead_IsAnError()
    {
        // The reader is held up by its output, which nobody takes until the file is cut.
        Inputs.File(Folder, "big", Inputs.Lines(60_000));
        Run run = Shell("\"$S\" parse -q big 2>error | (sleep 1; truncate -s 5000000 big; wc -l); cat error");
        Assert.Contains("big: became shorter while it was being read: 5000000 of ", Encoding.UTF8.GetString(run.Output), StringComparison.Ordinal);
        int records = int.Parse(run.Lines[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(records, 30_000, 5_000_000 / 108);
    }
}
