// Tests: SQS and S3 in memory, and what the tests put there.
using System.Diagnostics;
using Xunit;

namespace Sluice.Testing.Pull;

/// <summary>A running emulator; it ends with the test, however that ends.</summary>
internal sealed class Emulator : IDisposable
{
    private static readonly string Folder = Repo.PathOf("tests", "emulator");
    private static readonly string Filler = Repo.PathOf("tests", "e2e", "fill.mjs");
    private static readonly Lock Installing = new();

    private readonly Process _process;

    private Emulator(Process process, string address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>Its one address.</summary>
    public string Address { get; }

    /// <summary>The settings of an input that pulls from it.</summary>
    public string[] Settings(string queue) =>
    [
        "queue=" + queue, "endpoint=" + Address, "region=eu-west-3", "aws_access_key_id=test",
        "aws_secret_access_key=test", "wait_time=1",
    ];

    public static Emulator Start()
    {
        lock (Installing)
        {
            if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
                Node("/usr/bin/env", "npm", "ci", "--silent", "--prefix", Folder);
        }

        var start = new ProcessStartInfo("node", [Path.Combine(Folder, "serve.mjs"), "0"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["SLUICE_EMULATOR_STDIN"] = "hold", ["NODE_NO_WARNINGS"] = "1" },
        };
        var process = Process.Start(start)!;
        string? address = process.StandardOutput.ReadLine();
        Assert.NotNull(address);
        return new Emulator(process, address);
    }

    /// <summary>Uploads numbered records and sends one message per object; returns the queue's URL.</summary>
    public string Fill(string queue, int objects, int records, int first = 0) =>
        Plain(Node("node", Filler, Address, queue, $"{objects}", $"{records}", $"{first}"));

    /// <summary>Uploads numbered records, and then announces their objects at a rate; returns the queue's URL and what announces.</summary>
    public (string QueueUrl, Process Feed) Feed(string queue, int objects, int records, int bytesPerSecond)
    {
        var feed = Process.Start(new ProcessStartInfo("node", [Filler, Address, queue, $"{objects}", $"{records}", "0", $"{bytesPerSecond}"])
        {
            RedirectStandardOutput = true,
            Environment = { ["NODE_NO_WARNINGS"] = "1" },
        })!;
        string? url = feed.StandardOutput.ReadLine();
        Assert.NotNull(url);
        return (Plain(url), feed);
    }

    /// <summary>Uploads a file's lines as one object and sends its message; returns the queue's URL.</summary>
    public string FillFile(string queue, string path) => Plain(Node("node", Filler, Address, queue, "file", path));

    /// <summary>Uploads a file as it is, as <c>hostile/NAME</c>, and sends its message.</summary>
    public void FillRaw(string queue, string path) => Node("node", Filler, Address, queue, "raw", path);

    /// <summary>Messages that wait, and messages that somebody holds.</summary>
    public string Depth(string queue) => Node("node", Filler, Address, queue, "depth");

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000))
            _process.Kill();
        _process.Dispose();
    }

    // The emulator names itself by a host that not every machine resolves.
    private string Plain(string queueUrl) => queueUrl.Replace(
        $"sqs.eu-west-3.localhost:{new Uri(Address).Port}", new Uri(Address).Authority, StringComparison.Ordinal);

    private static string Node(string program, params string[] arguments)
    {
        var run = Run.Program(program, ReadOnlyMemory<byte>.Empty, arguments);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Lines.LastOrDefault() ?? "";
    }
}
