// What is lost and what comes twice, by the rate of the flow logs, who takes them, and what goes wrong meanwhile: a cell
// each, as in AWS's own load tests of its plugins. The soak's cells stand in docs/GUARANTEES.md.
using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Sluice.E2e.Tests;

public sealed class GridTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>An object is a megabyte of text.</summary>
    private const int Lines = 9000;

    private const int BytesOfLine = 114;

    private static readonly bool Soak = Environment.GetEnvironmentVariable("SLUICE_SOAK") is "1" or "true";
    private static readonly int Seconds = Soak ? 15 : 4;

    private readonly Emulator _emulator = Emulator.Start();
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-grid").FullName;

    private static string[] Faults => ["none", "killed", "receiver down"];

    public static TheoryData<string, int, string> Pulls => Cells("pull to a pipe", "pull --to http");

    public static TheoryData<string, int, string> Hosts => Cells("Fluent Bit, filesystem", "Fluent Bit, memory");

    public void Dispose()
    {
        _emulator.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Pulls))]
    public void Pull_AtARate_LosesNothing(string taker, int megabytes, string fault) => Cell(taker, megabytes, fault, (queue, sink) =>
    {
        string[] to = taker == "pull to a pipe" ? [] : ["--to", $"http://127.0.0.1:{sink.Port}/"];
        var start = new ProcessStartInfo(Repo.Binary, ["pull", "--queue", queue, "--endpoint", _emulator.Address, "--region", "eu-west-3", "--wait-time", "1", "--visibility-timeout", "5", "--quiet", .. to])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["AWS_ACCESS_KEY_ID"] = "test", ["AWS_SECRET_ACCESS_KEY"] = "test" },
        };
        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        var reader = new Thread(() => sink.Read(process.StandardOutput.BaseStream)) { IsBackground = true };
        reader.Start();
        return new Taker(process.Kill, () =>
        {
            Run.Program("kill", ReadOnlyMemory<byte>.Empty, "-TERM", $"{process.Id}");
            Assert.True(process.WaitForExit(20_000) && process.ExitCode == 0);
        }, () => { }); // its output is read to the end, whoever ended it
    });

    [FluentBitTheory]
    [MemberData(nameof(Hosts))]
    public void Host_AtARate_LosesNothing(string taker, int megabytes, string fault) => Cell(taker, megabytes, fault, (queue, sink) =>
    {
        string config = Path.Combine(_folder, "grid.yaml");
        File.WriteAllText(config, $"""
            service:
              flush: 1
              storage.path: {Path.Combine(_folder, "storage")}
            pipeline:
              inputs:
                - name: sluice
                  tag: flow
                  queue: {queue}
                  endpoint: {_emulator.Address}
                  region: eu-west-3
                  aws_access_key_id: test
                  aws_secret_access_key: test
                  wait_time: 1
                  visibility_timeout: 5
                  storage.type: {taker.Split(' ')[^1]}
              outputs:
                - name: http
                  match: '*'
                  host: 127.0.0.1
                  port: {sink.Port}
                  format: json_lines
                  retry_limit: no_limits
            """);
        var host = FluentBit.Start(config);
        return new Taker(host.Kill, () => Assert.True(host.Stop(), host.Log), host.Dispose);
    });

    private static TheoryData<string, int, string> Cells(params string[] takers)
    {
        var cells = new TheoryData<string, int, string>();
        foreach (string taker in takers)
            foreach (int megabytes in (int[])(Soak ? [5, 10, 20] : [5]))
                foreach (string fault in Soak ? Faults : ["killed"])
                    cells.Add(taker, megabytes, fault);
        return cells;
    }

    private void Cell(string taker, int megabytes, string fault, Func<string, RecordSink, Taker> start)
    {
        int objects = megabytes * Seconds * 1_000_000 / (Lines * BytesOfLine), records = objects * Lines;
        using var sink = new RecordSink(records);
        var (queue, feed) = _emulator.Feed("grid", objects, Lines, megabytes * 1_000_000);
        using var feeding = feed;
        var clock = Stopwatch.StartNew();
        Taker running = start(queue, sink);
        try
        {
            // Three times in a third of the time each; the receiver stays away for a third of it.
            for (int third = 1; third <= 3; third++)
            {
                sink.Refuses = fault == "receiver down" && third == 2;
                Thread.Sleep(Seconds * 1000 / 3);
                if (fault == "killed")
                {
                    running.Kill();
                    running.Forget();
                    running = start(queue, sink);
                }
            }

            sink.Refuses = false;
            feed.WaitForExit();
            Assert.True(SpinWait.SpinUntil(() => sink.Distinct == records && _emulator.Counts("grid") == "0 0", TimeSpan.FromSeconds(60 + (4 * Seconds))),
                $"{records - sink.Distinct} of {records} records are missing, queue {_emulator.Counts("grid")}");
            double seconds = clock.Elapsed.TotalSeconds;
            running.End();
            long repeated = sink.Total - records;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {taker} | {megabytes} MB/s | {fault} | {records} | 0 | {repeated} ({100.0 * repeated / records:0.0} %) | {seconds / Seconds:0.0} |"));
            if (fault == "none")
                Assert.Equal(0, repeated);
        }
        finally
        {
            // Nothing of a cell that failed may take from the next one's processors.
            sink.Refuses = false;
            running.Kill();
            running.Forget();
        }
    }

    private sealed record Taker(Action Kill, Action End, Action Forget);
}
