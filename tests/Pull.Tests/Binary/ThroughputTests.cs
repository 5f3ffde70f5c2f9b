// The binary's pull beside only downloading the same objects, and beside downloading and inflating them; same
// client, same concurrency, same run, in turn. The emulator is on this machine, where downloading costs next to
// nothing and inflating alone many times as much: there processor time is compared. How long a pull takes beside a
// download is compared over a link of a network's speed.
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit.Abstractions;

namespace Sluice.Pull.Tests;

[Collection(Alone.Name)]
[Trait("Category", "Measured")]
public sealed class ThroughputTests(ITestOutputHelper output)
{
    private const int Readers = 4;

    private static readonly Emulator Aws = Emulator.Shared;
    private static readonly int Objects = Alone.Soak ? 400 : 60;
    private static readonly int Rounds = Alone.Soak ? 5 : 3;

    [Fact]
    public async Task PullAndParse_BesideDownloadingAndInflating_CostsLittleMore()
    {
        var times = await Measure(Aws.Address, inflate: true);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"on loopback: {times}; {Objects * 31_000 / times.PullCpu:N0} records a second of one core"));
        // Parsing and encoding cost about as much again as inflating, and three quarters more.
        Assert.InRange(times.PullCpu / times.InflateCpu, 0, 4);
    }

    /// <summary>Inflating, parsing and the queue's calls must all hide behind the network.</summary>
    [Fact]
    public async Task PullAndParse_OverALink_TakesAsLongAsTheDownload()
    {
        const int Speed = 25_000_000;
        using var proxy = new FaultProxy(Aws.Address, _ => null, new Link(Speed));
        var times = await Measure(proxy.Address, inflate: false);
        output.WriteLine($"at {Speed} bytes/s: {times}; ratio {times.Pull / times.Download:0.00}");
        // The link was the limit, or the ratio would prove nothing.
        Assert.InRange(times.Download, 0.9 * Objects * times.Size / Speed, double.MaxValue);
        Assert.InRange(times.Pull / times.Download, 0, 1.3);
    }

    /// <summary>Medians of alternating rounds.</summary>
    private static async Task<Figures> Measure(string address, bool inflate)
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        byte[] body = OneMegabyte(out int lines);
        await Aws.Put(bucket, "k", body);
        var downloads = new List<(double Wall, double Cpu)>();
        var inflates = new List<(double Wall, double Cpu)>();
        var pulls = new List<(double Wall, double Cpu)>();
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < Objects; i++)
                await Aws.Send(queue, FlowText.Event(bucket, "k"));
            downloads.Add(Timed(() => Download(address, bucket, inflate: false)));
            inflates.Add(inflate ? Timed(() => Download(address, bucket, inflate: true)) : default);
            pulls.Add(Pull(address, queue, (long)Objects * lines));
        }
        Assert.Equal(0, await Aws.Left(queue));
        return new(body.Length, Median(downloads, t => t.Wall), Median(inflates, t => t.Cpu), Median(pulls, t => t.Wall), Median(pulls, t => t.Cpu));
    }

    private static (double Wall, double Cpu) Timed(Action work)
    {
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        long began = Stopwatch.GetTimestamp();
        work();
        double wall = Stopwatch.GetElapsedTime(began).TotalSeconds;
        process.Refresh();
        return (wall, (process.TotalProcessorTime - cpu).TotalSeconds);
    }

    private static double Median(List<(double Wall, double Cpu)> times, Func<(double Wall, double Cpu), double> of) =>
        times.Select(of).Order().ElementAt(times.Count / 2);

    /// <summary>The same calls and threads, the bytes thrown away.</summary>
    private static void Download(string address, string bucket, bool inflate)
    {
        using var calls = new AwsCalls(EngineRun.Settings(address, null));
        int left = Objects;
        var threads = Enumerable.Range(0, Readers).Select(_ => new Thread(() =>
        {
            byte[] buffer = new byte[128 << 10];
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var opened = calls.OpenAsync(new ObjectRef(bucket, "k"), "k", Emulator.Region, 0, null, CancellationToken.None).GetAwaiter().GetResult();
                using var stream = inflate ? new System.IO.Compression.GZipStream(opened.Body, System.IO.Compression.CompressionMode.Decompress) : opened.Body;
                while ((inflate ? stream.Read(buffer) : stream.ReadAsync(buffer).AsTask().GetAwaiter().GetResult()) > 0)
                {
                }
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }

    /// <summary>The kernel's accounting of one run of the binary, its start among it.</summary>
    private static (double Wall, double Cpu) Pull(string address, string queue, long records)
    {
        // (It polls without waiting: the emulator goes on serving a poll that is left behind.)
        string[] options = [.. SluiceProcess.Pull(address, queue, "--wait-time", "0", "--concurrency", $"{Readers}", "--max-records", $"{records}")];
        string command = $"TIMEFORMAT='%3R %3U %3S'; {{ time '{Repo.Binary}' {string.Join(' ', options)} >/dev/null 2>&1; }} 2>&1";
        var start = new ProcessStartInfo("/bin/bash", ["-c", command]) { RedirectStandardOutput = true };
        (start.Environment["AWS_ACCESS_KEY_ID"], start.Environment["AWS_SECRET_ACCESS_KEY"]) = ("test", "test-secret");
        using var process = Process.Start(start)!;
        double[] times = [.. process.StandardOutput.ReadToEnd().Split(' ').Select(t => double.Parse(t, CultureInfo.InvariantCulture))];
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return (times[0], times[1] + times[2]);
    }

    /// <summary>Gzip of 1 MB, of lines as varied as real ones.</summary>
    private static byte[] OneMegabyte(out int lines)
    {
        var random = new Random(7);
        var text = new StringBuilder(FlowText.Header);
        for (lines = 0; lines < 31_000; lines++)
        {
            int start = 1793491200 + random.Next(600);
            text.Append($"2 123456789010 eni-0{random.Next(40):x2}1b2c3d4e5f607 10.{random.Next(4)}.{random.Next(16)}.{random.Next(250)} {random.Next(1, 220)}.{random.Next(256)}.{random.Next(256)}.{random.Next(256)} {random.Next(1024, 65536)} {new[] { 443, 80, 53, 22 }[random.Next(4)]} {(random.Next(5) == 0 ? 17 : 6)} {random.Next(1, 60)} {random.Next(40, 90_000)} {start} {start + 60} {(random.Next(9) == 0 ? "REJECT" : "ACCEPT")} OK\n");
        }
        return FlowText.Gzip(Encoding.UTF8.GetBytes(text.ToString()), System.IO.Compression.CompressionLevel.Optimal);
    }

    private sealed record Figures(int Size, double Download, double InflateCpu, double Pull, double PullCpu)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"{Objects} objects of {Size} bytes: download {Download:0.00} s; pull {Pull:0.00} s, processor {PullCpu:0.00} s; download and inflate, processor {InflateCpu:0.00} s");
    }
}
