// Tests: the published binary with an environment of which the test names every variable.

namespace Sluice.Pull.Tests;

/// <summary>Runs <c>dist/sluice</c> as on a machine that knows nothing of AWS; the folder is its home.</summary>
public sealed class CleanRun : IDisposable
{
    private readonly Dictionary<string, string> _variables;
    private readonly string _home = Directory.CreateTempSubdirectory("sluice-home").FullName;

    public CleanRun() => _variables = new()
    {
        ["HOME"] = _home,
        ["PATH"] = "/usr/bin:/bin",
        // Nothing here may depend on where the tests run.
        ["AWS_EC2_METADATA_DISABLED"] = "true",
    };

    /// <summary>A variable; an empty one is taken away.</summary>
    public string this[string variable]
    {
        set => _variables[variable] = value;
    }

    /// <summary>Writes a file below the home; returns its path.</summary>
    public string File(string name, string text)
    {
        string path = Path.Combine(_home, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Runs to the end, which a limit brings if nothing else does (exit code 124).</summary>
    public Run Sluice(params string[] arguments) => Run.Program("/usr/bin/env", ReadOnlyMemory<byte>.Empty,
        ["-i", .. _variables.Where(v => v.Value.Length > 0).Select(v => $"{v.Key}={v.Value}"), "timeout", "-s", "KILL", "30", Repo.Binary, .. arguments]);

    /// <summary>Begins, and leaves it to the test to end it.</summary>
    public System.Diagnostics.Process Start(params string[] arguments) => System.Diagnostics.Process.Start(
        new System.Diagnostics.ProcessStartInfo("/usr/bin/env", ["-i", .. _variables.Where(v => v.Value.Length > 0).Select(v => $"{v.Key}={v.Value}"), Repo.Binary, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    /// <summary>Pulls until the queue is empty.</summary>
    public Run Drain(string queue, params string[] more) => Pull(queue, ["--drain", .. more]);

    /// <summary>Pulls the records of a <see cref="Pulled"/>, and does not wait for more.</summary>
    public Run Take(string queue, params string[] more) => Pull(queue, ["--max-records", $"{Pulled.Records}", "--wait-time", "0", .. more]);

    /// <summary>Every secret of these tests has the word in it that must not come out.</summary>
    private Run Pull(string queue, string[] more)
    {
        var run = Sluice(["pull", "--queue", queue, .. more]);
        Assert.DoesNotContain("secret", run.Error, StringComparison.Ordinal);
        return run;
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);
}
