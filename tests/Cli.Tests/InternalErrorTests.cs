// Tests: an exception that nobody foresaw.

namespace Sluice.Cli.Tests;

public sealed class InternalErrorTests : TemporaryFolder
{
    [Fact]
    public void Parse_UnforeseenError_IsOneLineAndSeventyAfterWhatWasParsed()
    {
        // Too little memory for the places of 300,000 lines in one object, enough for all before it.
        byte[] input = [.. Inputs.Lines(20_000), .. "{\"message\":\""u8, .. Enumerable.Repeat("x\\n"u8.ToArray(), 300_000).SelectMany(line => line), .. "\"}\n"u8, .. Inputs.Lines(1)];
        string path = Inputs.File(Folder, "in.log", input);
        var ends = new List<Run>();
        for (int limit = 0x3c0000; limit <= 0x480000; limit += 0x10000)
            ends.Add(Run.Program("/bin/bash", default, "-c", $"DOTNET_GCHeapHardLimit={limit:x} '{Repo.Binary}' parse -q '{path}'"));
        Run end = ends.First(run => run.ExitCode == 70);
        Assert.StartsWith("sluice: internal error: OutOfMemoryException: ", end.Error, StringComparison.Ordinal);
        Assert.Equal(1, end.Error.Count(c => c == '\n'));
        Assert.Equal(20_000, end.Lines.Length);
    }

    [Fact]
    public void Guard_UnforeseenException_IsSeventy()
    {
        Assert.Equal(70, InternalError.Guard(() => throw new InvalidOperationException("odd")));
        Assert.Equal(3, InternalError.Guard(() => throw new OutputException("standard output: full")));
        Assert.Equal(0, InternalError.Guard(() => throw new ClosedPipeException()));
        Assert.Equal(1, InternalError.Guard(() => 1));
    }

    [Fact]
    public void Describe_AnyException_IsOneLine()
    {
        try
        {
            throw new InvalidOperationException("odd");
        }
        catch (InvalidOperationException e)
        {
            string line = InternalError.Describe(e);
            Assert.StartsWith("sluice: internal error: InvalidOperationException: odd (at ", line, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', line);
        }
    }
}
