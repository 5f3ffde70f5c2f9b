// Tests: the published binary as a process that can be watched, signalled and killed.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Sluice.Pull.Tests;

/// <summary>One run of <c>dist/sluice</c>.</summary>
public sealed partial class SluiceProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task _reading;

    public SluiceProcess(Action<string>? onLine, params string[] arguments)
        : this(onLine, [], arguments)
    {
    }

    /// <summary>With variables of its own, each <c>NAME=value</c>.</summary>
    public SluiceProcess(Action<string>? onLine, string[] variables, string[] arguments)
    {
        // A shell lets what it runs in the background ignore SIGINT, nohup SIGHUP, and that is inherited: from our own caller too.
        var start = new ProcessStartInfo("/usr/bin/env", ["--default-signal=HUP,INT,TERM", .. variables, Testing.Repo.Binary, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["AWS_ACCESS_KEY_ID"] = "test";
        start.Environment["AWS_SECRET_ACCESS_KEY"] = "test-secret";
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, e) =>
        {
            if (e.Data is not null)
                Errors.Enqueue(e.Data);
        };
        _process.BeginErrorReadLine();
        _reading = Task.Run(() =>
        {
            // Only whole lines count: a killed process may leave half of one. (A text reader would wait for a
            // full buffer now and then, which a process that is not at its end may never send.)
            var stream = _process.StandardOutput.BaseStream;
            byte[] buffer = new byte[256 << 10];
            int length = 0, read;
            while ((read = stream.Read(buffer, length, buffer.Length - length)) > 0)
            {
                length += read;
                int from = 0, end;
                while ((end = buffer.AsSpan(from, length - from).IndexOf((byte)'\n')) >= 0)
                {
                    Interlocked.Increment(ref _lines);
                    onLine?.Invoke(Encoding.UTF8.GetString(buffer, from, end));
                    from += end + 1;
                }
                buffer.AsSpan(from, length - from).CopyTo(buffer);
                length -= from;
            }
        });
    }

    private long _lines;

    public long Lines => Interlocked.Read(ref _lines);

    public ConcurrentQueue<string> Errors { get; } = new();

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The options that every run needs.</summary>
    public static string[] Pull(string endpoint, string queue, params string[] more) =>
        ["pull", "--queue", queue, "--endpoint", endpoint, "--region", Emulator.Region, .. more];

    public void Kill() => _process.Kill();

    public void Signal(int signal) => Assert.Equal(0, kill(_process.Id, signal));

    /// <summary>Waits for the end and for all output; returns the exit code.</summary>
    public async Task<int> Ended(int seconds = 60)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"the process did not end within {seconds} s:\n{string.Join('\n', Errors)}");
        }
        await _reading;
        return _process.ExitCode;
    }

    /// <summary>Most resident memory so far, in MiB.</summary>
    public long PeakMemory() => long.Parse(Status("VmHWM:").Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) >> 10;

    public TimeSpan Cpu()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string Status(string name) =>
        File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..];

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);
}
