// Object: pulling and parsing beside only downloading, and beside downloading and inflating; same client, same
// concurrency, same run. The emulator is on this machine, so downloading costs next to nothing, and what is
// compared is processor time, which a busy machine does not falsify.
using System.Diagnostics;
using System.Text;
using Xunit.Abstractions;

namespace Sluice.Pull.Tests;

[Collection(Alone.Name)]
public sealed class ThroughputTests(ITestOutputHelper output)
{
    private const int Readers = 4;

    private static readonly Emulator Aws = Emulator.Shared;
    private static readonly int Objects = Alone.Soak ? 400 : 60;

    [Fact]
    public async Task PullAndParse_BesideDownloadingAndInflating_CostsLittleMore()
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        byte[] body = OneMegabyte(out int lines);
        await Aws.Put(bucket, "k", body);
        var downloads = new List<(double Wall, double Cpu)>();
        var inflates = new List<(double Wall, double Cpu)>();
        var pulls = new List<(double Wall, double Cpu)>();
        for (int round = 0; round < (Alone.Soak ? 5 : 3); round++)
        {
            for (int i = 0; i < Objects; i++)
                await Aws.Send(queue, FlowText.Event(bucket, "k"));
            downloads.Add(Timed(() => Download(bucket, inflate: false)));
            inflates.Add(Timed(() => Download(bucket, inflate: true)));
            pulls.Add(Timed(() => Pull(queue, (long)Objects * lines)));
        }
        output.WriteLine($"{Objects} objects of {body.Length} bytes, {lines} lines each");
        foreach (var (name, times) in new[] { ("download", downloads), ("download and inflate", inflates), ("pull", pulls) })
            output.WriteLine($"{name}: {Median(times, t => t.Wall):0.00} s, processor {Median(times, t => t.Cpu):0.00} s");
        double ratio = Median(pulls, t => t.Cpu) / Median(inflates, t => t.Cpu);
        output.WriteLine($"pull over download and inflate, processor: {ratio:0.00}");
        Assert.Equal(0, await Aws.Left(queue));
        // Parsing and encoding cost about as much as inflating; in a short run the compiler of this process, which
        // the product does not have, costs more than all of them.
        Assert.InRange(ratio, 0, Alone.Soak ? 3.0 : 15);
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
    private static void Download(string bucket, bool inflate)
    {
        using var calls = new AwsCalls(EngineRun.Settings(Aws.Address, null));
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

    private static void Pull(string queue, long records)
    {
        var settings = EngineRun.Settings(Aws.Address, queue);
        settings.Concurrency = Readers;
        // (No long poll is left behind, which the emulator would go on serving.)
        settings.WaitTime = 0;
        var engine = new PullEngine(settings, new QuietLog());
        engine.Start();
        long taken = 0;
        while (taken < records)
        {
            if (!engine.TryTake(out var batch, 1000))
                continue;
            taken += batch.Batch.Records;
            batch.Release();
        }
        engine.StopAsync(TimeSpan.FromSeconds(5)).GetAwaiter().GetResult();
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

    private sealed class QuietLog : IPullLog
    {
        public bool IsEnabled(LogLevel level) => false;

        public void Log(LogLevel level, string text)
        {
        }
    }
}
