// Tests: an exception that nobody foresaw, and what a parser leaves of a block.
using Sluice.Testing;

namespace Sluice.Cli.Tests;

public sealed class InternalErrorTests : TemporaryFolder
{
    [Fact]
    public void Parse_UnforeseenError_IsOneLineAndSeventyAfterWhatWasParsed()
    {
        // Too little memory for a line of a megabyte, enough for all before it.
        byte[] input = [.. Inputs.Lines(20_000), (byte)'{', .. Enumerable.Repeat((byte)'x', 1_000_000), (byte)'\n', .. Inputs.Lines(1)];
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

    [Fact]
    public void LineCarry_RestOfABlock_GoesInFrontOfTheNext()
    {
        var carry = new LineCarry();
        Assert.Equal("{\n"u8, carry.Before("{\n"u8));
        carry.Keep("{\n"u8);
        for (int i = 0; i < 100; i++)
        {
            // What is kept again lies in the memory that it came from.
            ReadOnlySpan<byte> all = carry.Before("\"a\":1,\n"u8);
            Assert.Equal(2 + 7 * (i + 1), all.Length);
            carry.Keep(all);
        }

        ReadOnlySpan<byte> last = carry.Before("}\n"u8);
        Assert.True(last.StartsWith("{\n\"a\":1,\n\"a\""u8) && last.EndsWith(",\n}\n"u8));
        carry.Keep(last[^2..]);
        Assert.Equal("}\nx"u8, carry.Before("x"u8));
        carry.Clear();
        Assert.Equal("x"u8, carry.Before("x"u8));
    }
}
