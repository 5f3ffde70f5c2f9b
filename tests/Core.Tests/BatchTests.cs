// Tests: a record larger than its room ends the process at once.
using System.Diagnostics;

namespace Sluice.Core.Tests;

public sealed class BatchTests
{
    private const string Child = "SLUICE_TEST_OVERRUN";

    [Theory]
    [InlineData(0)]
    [InlineData(99)]
    [InlineData(100)]
    public unsafe void Commit_WithinTheRoom_IsTaken(int written)
    {
        using var batch = new Batch(16);
        batch.Append("0123456789"u8);
        byte* at = batch.Reserve(100);
        batch.Commit(at + written, 1);
        Assert.Equal(10 + written, batch.Length);
        Assert.Equal(1, batch.Records);
    }

    /// <summary>The room is what was reserved and not what the batch happens to have: most batches are far larger than a record.</summary>
    [Theory]
    [InlineData(101)]
    [InlineData(4096)]
    [InlineData(-11)]
    public async Task Commit_PastTheRoom_EndsTheProcess(int written)
    {
        string text = written.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (Environment.GetEnvironmentVariable(Child) is { } wanted)
        {
            if (wanted == text)
                Overrun(written);
            return;
        }

        // The runner that loads this assembly is started again, with this test alone.
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "vstest", typeof(BatchTests).Assembly.Location, $"--TestCaseFilter:FullyQualifiedName~{nameof(Commit_PastTheRoom_EndsTheProcess)}" },
            Environment = { [Child] = text, ["DOTNET_DbgEnableMiniDump"] = "0" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var child = Process.Start(start)!;
        Task<string> error = child.StandardError.ReadToEndAsync();
        string output = await child.StandardOutput.ReadToEndAsync() + await error;
        await child.WaitForExitAsync();
        Assert.NotEqual(0, child.ExitCode);
        Assert.Contains($"a record of {written} bytes overran the 100 bytes reserved for it", output, StringComparison.Ordinal);
        Assert.Contains(nameof(Overrun), output, StringComparison.Ordinal);
        Assert.DoesNotContain("It went on", output, StringComparison.Ordinal);
    }

    private static unsafe void Overrun(int written)
    {
        using var batch = new Batch(1 << 20);
        batch.Append("0123456789"u8);
        byte* at = batch.Reserve(100);
        batch.Commit(at + written, 1);
        Assert.Fail("It went on");
    }
}
