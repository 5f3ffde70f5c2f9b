// Tests: a real Fluent Bit, run with the published library.
using System.Diagnostics;
using System.Text;

namespace Sluice.E2e.Tests;

/// <summary>One running Fluent Bit; killed with the test if it did not end before.</summary>
internal sealed class FluentBit : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly List<string> _lines = [];
    private readonly string _folder;

    private FluentBit(Process process, string folder)
    {
        _process = process;
        _folder = folder;
        process.OutputDataReceived += (_, data) => Add(data.Data, _lines);
        process.ErrorDataReceived += (_, data) => Add(data.Data, null);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>FLUENT_BIT, or fluent-bit on PATH; null without either.</summary>
    public static string? Program { get; } = Find();

    /// <summary>From 4.1 on: several inputs, and a failed start that ends in order.</summary>
    public static bool ManyInputs { get; } = Program is not null && Version() >= new Version(4, 1);

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Everything it has logged so far.</summary>
    public string Log
    {
        get
        {
            lock (_lines)
                return _log.ToString();
        }
    }

    /// <summary>Records printed by the stdout output, as JSON lines.</summary>
    public List<string> Records
    {
        get
        {
            lock (_lines)
                return [.. _lines.Where(line => line.StartsWith('{'))];
        }
    }

    /// <summary>Resident memory in KiB.</summary>
    public long Resident => Number($"/proc/{Id}/status", "VmRSS:");

    /// <summary>The most that was ever resident, in KiB.</summary>
    public long Peak => Number($"/proc/{Id}/status", "VmHWM:");

    /// <summary>Starts it on a configuration file, both halves of the plugin loaded.</summary>
    public static FluentBit Start(string config, params (string Name, string Value)[] environment) =>
        StartBare(["-e", Repo.PathOf("dist", "sluice.so"), "-e", Repo.PathOf("dist", "flb-filter_sluice.so"), "-Y", "-c", config], environment);

    public static FluentBit StartBare(string[] arguments, params (string Name, string Value)[] environment)
    {
        // Configurations keep their storage beside them where they are run.
        string folder = Directory.CreateTempSubdirectory("sluice-e2e-run").FullName;
        var start = new ProcessStartInfo(Program!, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new FluentBit(Process.Start(start)!, folder);
    }

    public void Signal(string name) => Run.Program("kill", ReadOnlyMemory<byte>.Empty, "-" + name, $"{Id}");

    /// <summary>Ends it as an operator would; true when it ended in time and in order.</summary>
    public bool Stop()
    {
        Signal("TERM");
        return _process.WaitForExit(20_000) && _process.ExitCode == 0;
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Reloads, and waits until so many reloads were made. A signal that comes while one is being made is dropped, and sent again.</summary>
    public void Reload(int wanted)
    {
        var clock = Stopwatch.StartNew();
        Signal("HUP");
        Until(() =>
        {
            if (clock.Elapsed.TotalSeconds > 15)
            {
                Signal("HUP");
                clock.Restart();
            }
            return Log.Split("successful reload done").Length > wanted || Log.Split("start everything").Length > wanted;
        });
    }

    /// <summary>Waits for a condition; the log is the message when it does not come.</summary>
    public void Until(Func<bool> condition, int seconds = 60)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (clock.Elapsed.TotalSeconds > seconds || (_process.HasExited && !condition()))
                Assert.Fail($"not within {seconds} s, or Fluent Bit ended:\n{Log[Math.Max(0, Log.Length - 6000)..]}\n{Threads()}");
            Thread.Sleep(50);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Each thread's name, state and what it waits for in the kernel.</summary>
    private string Threads()
    {
        try
        {
            return string.Join('\n', Directory.GetDirectories($"/proc/{Id}/task").Select(task =>
                $"{File.ReadAllText(Path.Combine(task, "comm")).Trim()}: {File.ReadLines(Path.Combine(task, "status")).First(line => line.StartsWith("State:", StringComparison.Ordinal))}, {File.ReadAllText(Path.Combine(task, "wchan"))}"));
        }
        catch (IOException)
        {
            return "no threads: it ended";
        }
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("FLUENT_BIT") is { Length: > 0 } named)
            return named;
        return Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, "fluent-bit")).FirstOrDefault(File.Exists);
    }

    private static Version Version()
    {
        string text = Run.Program(Program!, ReadOnlyMemory<byte>.Empty, "--version").Lines.First(line => line.StartsWith("Fluent Bit v", StringComparison.Ordinal));
        return new Version(text["Fluent Bit v".Length..].Trim());
    }

    private static long Number(string file, string field) =>
        long.Parse(File.ReadLines(file).First(line => line.StartsWith(field, StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Trim(), System.Globalization.CultureInfo.InvariantCulture);

    private void Add(string? line, List<string>? lines)
    {
        if (line is null)
            return;
        lock (_lines)
        {
            lines?.Add(line);
            _log.AppendLine(line);
        }
    }
}
