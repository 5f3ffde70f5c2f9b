// Tests: a command on a terminal of its own.
using System.Diagnostics;
using System.Text;

namespace Sluice.Pull.Tests;

/// <summary>Input, output and errors are one terminal, which script(1) makes.</summary>
public sealed class TerminalRun : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _shown = new();
    private readonly Task _reading;

    /// <summary>Runs a line of a shell.</summary>
    public TerminalRun(string line, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("/usr/bin/env", ["--default-signal=INT", "--default-signal=QUIT", "script", "-qefc", line, "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["TERM"] = "xterm";
        // Where it is not set, script takes sh, and dash ends itself by the Ctrl-C that its command has handled.
        start.Environment["SHELL"] = "/bin/bash";
        start.Environment.Remove("NO_COLOR");
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _reading = Task.Run(async () =>
        {
            char[] buffer = new char[4096];
            int read;
            while ((read = await _process.StandardOutput.ReadAsync(buffer)) > 0)
            {
                lock (_shown)
                    _shown.Append(buffer, 0, read);
            }
        });
    }

    /// <summary>All that was shown so far.</summary>
    public string Shown
    {
        get
        {
            lock (_shown)
                return _shown.ToString();
        }
    }

    /// <summary>The words of a command for a shell.</summary>
    public static string Line(params string[] words) => string.Join(' ', words.Prepend(Repo.Binary).Select(word => $"'{word}'"));

    /// <summary>Waits until a text is shown.</summary>
    public async Task Until(string text)
    {
        long deadline = Environment.TickCount64 + 30_000;
        while (!Shown.Contains(text, StringComparison.Ordinal))
        {
            Assert.True(Environment.TickCount64 < deadline && !_process.HasExited, $"'{text}' is not shown:\n{Shown}");
            await Task.Delay(20);
        }
    }

    public async Task Press(string keys)
    {
        await _process.StandardInput.WriteAsync(keys);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits for the end; returns the exit code.</summary>
    public async Task<int> Ended()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        await _reading;
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
