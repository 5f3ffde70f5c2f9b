// Tests: closed pipes, full disks, and memory under inputs without end.
using System.Diagnostics;
using System.Globalization;

namespace Sluice.Cli.Tests;

public sealed class ParseLimitTests : TemporaryFolder
{
    private const long MiB = 1 << 20;

    [Fact]
    public void Output_ClosedPipe_EndsQuietly()
    {
        string path = Inputs.File(Folder, "big.gz", Inputs.Gzip(Inputs.Lines(200_000)));
        Run run = Run.Program("/bin/bash", default, "-c", $"'{Repo.Binary}' parse '{path}' | head -n 1; echo \"${{PIPESTATUS[0]}}\"");
        Assert.Equal(2, run.Lines.Length);
        Assert.Equal("0", run.Lines[1]);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public void Output_FullDisk_IsAnError()
    {
        string path = Inputs.File(Folder, "in", Inputs.Lines(10));
        Run run = Run.Program("/bin/bash", default, "-c", $"'{Repo.Binary}' parse '{path}' > /dev/full");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("standard output: No space left on device", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_TwoGigabytesInflated_StaysUnder64MiB()
    {
        byte[] lines = Inputs.Lines(100_000);
        byte[] member = Inputs.Gzip(lines);
        string path = Path.Combine(Folder, "big.gz");
        int members = (int)(2_000_000_000 / lines.Length) + 1;
        using (FileStream file = File.Create(path))
            for (int i = 0; i < members; i++)
                file.Write(member);
        (int exitCode, long peak, string error) = Peak([path], null);
        Assert.Equal(0, exitCode);
        Assert.Contains($"{members * 100_000} records, 0 malformed", error, StringComparison.Ordinal);
        Assert.InRange(peak, MiB, 64 * MiB);
    }

    [Fact]
    public void Memory_EndlessLine_IsMalformedAndStaysUnder96MiB()
    {
        byte[] chunk = new byte[1 << 20];
        chunk.AsSpan().Fill((byte)'a');
        (int exitCode, long peak, string error) = Peak([], stream =>
        {
            for (int i = 0; i < 1024; i++)
                stream.Write(chunk);
        });
        Assert.Equal(0, exitCode);
        Assert.Contains("standard input:1: malformed: line longer than 1048576 bytes", error, StringComparison.Ordinal);
        Assert.Contains("0 records, 1 malformed", error, StringComparison.Ordinal);
        Assert.InRange(peak, MiB, 96 * MiB);
    }

    [Fact]
    public void OverlongLine_TheNextLine_IsRead()
    {
        byte[] input = [.. new byte[3 << 20].Select(_ => (byte)'x'), (byte)'\n', .. Inputs.Lines(2)];
        Run run = Run.Sluice(input, "parse");
        Assert.Equal(3, run.Lines.Length);
        Assert.Contains("2 records, 1 malformed", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Runs sluice parse and watches the kernel's high-water mark of its memory, which only ever rises.</summary>
    private static (int ExitCode, long Peak, string Error) Peak(string[] files, Action<Stream>? feed)
    {
        var start = new ProcessStartInfo("/bin/bash", ["-c", "exec \"$0\" parse \"$@\" > /dev/null", Repo.Binary, .. files])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task feeding = Task.Run(() =>
        {
            feed?.Invoke(process.StandardInput.BaseStream);
            process.StandardInput.Close();
        });
        long peak = 0;
        while (!process.WaitForExit(10))
            peak = Math.Max(peak, HighWater(process.Id));
        feeding.Wait();
        return (process.ExitCode, peak, error.Result);
    }

    private static long HighWater(int process)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0; // it has just ended
        }
    }
}
