// CLI: sluice top beside a running puller, and beside whatever else may answer on a port.
using System.Globalization;

namespace Sluice.Pull.Tests;

public sealed class TopTests
{
    private const string Entered = "\u001b[?1049h\u001b[?25l", Left = "\u001b[?25h\u001b[?1049l";

    private static readonly Emulator Aws = Emulator.Shared;

    private static Fault Page(string text, int status = 200) => new() { Status = status, Headers = "Content-Type: text/plain; version=0.0.4\r\n", Body = text };

    /// <summary>A puller that has done so many records.</summary>
    private static Fault Metrics(long records, string prefix = "sluice_", string labels = "") => Page(
        $"# TYPE {prefix}records_total counter\n{prefix}records_total{labels} {records}\n{prefix}event_lag_seconds{labels} 75\n{prefix}in_flight_messages{labels} 3\n");

    private static Run Once(string address, params string[] more) => Run.Sluice(["top", address, "--once", "--interval", "0.5", .. more]);

    [Fact]
    public async Task Once_BesideARunningPuller_CountsWhatItDoes()
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        int port = FreePort.Find();
        using var puller = new SluiceProcess(null, SluiceProcess.Pull(Aws.Address, queue, "--metrics", $"{port}", "--wait-time", "1"));
        using (var stop = new CancellationTokenSource())
        {
            var filling = Task.Run(async () =>
            {
                for (int i = 0; !stop.IsCancellationRequested; i++)
                {
                    await Aws.Put(bucket, $"k{i}", FlowText.Gzip(FlowText.Lines(i, 200)));
                    await Aws.Send(queue, FlowText.Event(bucket, $"k{i}"));
                    if (i == 0)
                        await Aws.Send(queue, "junk");
                    await Task.Delay(20);
                }
            });
            while (puller.Lines < 400)
                await Task.Delay(20);
            var run = Run.Sluice("top", $"localhost:{port}", "--interval", "2");
            await stop.CancelAsync();
            await filling;
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.StartsWith("INSTANCE ", run.Lines[0], StringComparison.Ordinal);
            string[] cells = run.Lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal("sluice", cells[0]);
            Assert.All(cells[1..4], cell => Assert.True(double.Parse(cell, NumberStyles.Number, CultureInfo.InvariantCulture) > 0, run.Lines[1]));
            Assert.Equal("1", cells[8]);
            Assert.Equal("  errors since start: kept unrecognised 1", run.Lines[2]);
        }
    }

    [Theory]
    [InlineData("/metrics", "sluice_", "", "sluice", 404)]
    [InlineData("/api/v2/metrics/prometheus", "sluice_input_", "{name=\"sluice.0\"}", "sluice.0", 404)]
    [InlineData("/api/v2/metrics/prometheus", "sluice_input_", "{name=\"sluice.0\"}", "sluice.0", 200)]
    public void Once_RateOfTwoPages_IsByTheSecond(string path, string prefix, string labels, string name, int elsewhere)
    {
        int pages = 0;
        using var server = new FaultProxy(Aws.Address, request => request.Path == path
            ? Metrics(1000 + 5000 * pages++, prefix, labels) : Page("{\"fluent-bit\":{}}", elsewhere));
        var run = Once($"{server.Port}");
        Assert.True(run.ExitCode == 0, run.Error);
        string[] cells = run.Lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((name, "1m15s", "3"), (cells[0], cells[5], cells[7]));
        Assert.InRange(double.Parse(cells[3], NumberStyles.Number, CultureInfo.InvariantCulture), 2000, 10_100);
    }

    [Fact]
    public void Once_NobodyListens_IsOneLine()
    {
        int port = FreePort.Find();
        var run = Once($"{port}");
        Assert.Equal((3, $"sluice: 127.0.0.1:{port} does not answer (connection refused)\n"), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData(404, "", "/api/v2/metrics/prometheus: not found (404). Is it the port of 'sluice pull --metrics'?")]
    [InlineData(200, "# TYPE node_cpu counter\nnode_cpu 1\n", "/api/v2/metrics/prometheus serves no metrics of a puller: it belongs to another program")]
    [InlineData(200, "sluice_filter_records_total{name=\"sluice.0\"} 5\n", "serves no metrics of a puller")]
    [InlineData(403, "", "/metrics: HTTP 403")]
    [InlineData(503, "", "/metrics: HTTP 503")]
    public void Once_NotOurs_IsAnError(int status, string body, string expected)
    {
        using var server = new FaultProxy(Aws.Address, _ => Page(body, status));
        var run = Once($"{server.Port}");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("q", 0)]
    [InlineData("Q", 0)]
    [InlineData("\u0003", 0)]
    [InlineData("\u001c", 131)]
    public async Task Live_Ended_LeavesTheTerminalAsItWas(string keys, int exitCode)
    {
        int pages = 0;
        using var server = new FaultProxy(Aws.Address, _ => Metrics(1000 * pages++));
        using var run = new TerminalRun($"trap : INT QUIT; ulimit -c 0; stty cols 80 rows 24; stty -g; {TerminalRun.Line("top", $"{server.Port}", "--interval", "0.2")}; echo \"ended $?\"; stty -g");
        await run.Until("1m15s");
        await Task.Delay(500);
        Assert.Contains(Entered, run.Shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Left, run.Shown, StringComparison.Ordinal);
        await run.Press(keys);
        await run.Ended();
        string[] parts = run.Shown.Split(Left);
        Assert.True(parts.Length == 2, run.Shown);
        Assert.Contains($"ended {exitCode}", parts[1], StringComparison.Ordinal);
        Assert.Equal(run.Shown.Split('\n')[0].Trim(), parts[1].TrimEnd().Split('\n')[^1].Trim());
        // No line is as long as the terminal is wide, and nothing is cleared that is not written over.
        string drawn = parts[0][(parts[0].IndexOf(Entered, StringComparison.Ordinal) + Entered.Length)..];
        Assert.DoesNotContain("\u001b[2J", drawn, StringComparison.Ordinal);
        Assert.All(System.Text.RegularExpressions.Regex.Replace(drawn.Replace("\u001b[H", "\n", StringComparison.Ordinal), "\u001b\\[[0-9;?]*[A-Za-z]", "").Split('\n'), line => Assert.InRange(line.TrimEnd('\r').Length, 0, 79));
    }

    [Fact]
    public async Task Live_EndpointThatGoesAndComesBack_IsToldAndTriedAgain()
    {
        long records = 1_000_000;
        using var server = new FaultProxy(Aws.Address, _ => Metrics(Interlocked.Add(ref records, 10)));
        server.Unplug();
        using var run = new TerminalRun(TerminalRun.Line("top", $"{server.Port}", "--interval", "0.2"));
        await run.Until($"127.0.0.1:{server.Port} does not answer (connection refused); trying again");
        server.Plug();
        await run.Until("1m15s");
        server.Unplug();
        int before = run.Shown.Length;
        while (!run.Shown[before..].Contains("; trying again", StringComparison.Ordinal))
            await Task.Delay(20);
        // Another process, which counts from zero.
        records = 0;
        server.Plug();
        before = run.Shown.Length;
        while (!run.Shown[before..].Contains("1m15s", StringComparison.Ordinal))
            await Task.Delay(20);
        await Task.Delay(700);
        await run.Press("q");
        Assert.Equal(0, await run.Ended());
        Assert.DoesNotMatch(@" -\d", run.Shown);
    }

    [Fact]
    public async Task Live_NotOurs_EndsWithAnErrorOnTheUsualScreen()
    {
        using var server = new FaultProxy(Aws.Address, _ => Page("", 404));
        using var run = new TerminalRun(TerminalRun.Line("top", $"{server.Port}"));
        Assert.Equal(3, await run.Ended());
        Assert.Contains("not found (404)", run.Shown.Split(Left)[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("1", false)]
    public async Task Live_NoColor_IsHonoured(string value, bool coloured)
    {
        using var server = new FaultProxy(Aws.Address, _ => Metrics(1));
        using var run = new TerminalRun(TerminalRun.Line("top", $"{server.Port}", "--interval", "0.2"), ("NO_COLOR", value));
        await run.Until("1m15s");
        await run.Press("q");
        await run.Ended();
        Assert.Equal(coloured, run.Shown.Contains("\u001b[1m", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("x", "--interval", "1", "'x' is not [HOST:]PORT")]
    [InlineData("9464", "--interval", "0", "--interval: must be 0.1 to 3600 seconds")]
    [InlineData("9464", "--interval", "NaN", "--interval: must be 0.1 to 3600 seconds")]
    public void Usage_ThatIsWrong_IsExitCode2(string address, string option, string value, string expected)
    {
        var run = Run.Sluice("top", address, option, value);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }
}
