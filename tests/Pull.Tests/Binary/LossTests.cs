// The loss test: several pullers of the published binary, killed, cut and lied to over real sockets; nothing may be lost.
// Thousands of other orders of the same faults are in Simulation/.
using System.Collections.Concurrent;
using Xunit.Abstractions;

namespace Sluice.Pull.Tests;

[Collection(Alone.Name)]
public sealed class LossTests(ITestOutputHelper output)
{
    private static readonly Emulator Aws = Emulator.Shared;

    private static readonly int Objects = Alone.Soak ? 500 : 200;
    private static readonly int Lines = Alone.Soak ? 2000 : 1000;

    public static IEnumerable<object[]> Seeds => Enumerable.Range(1, Alone.Soak ? 20 : 1).Select(seed => new object[] { seed });

    private static async Task<(string Queue, byte[][] Bodies)> Fill()
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        var bodies = Enumerable.Range(0, Objects).Select(i => FlowText.Gzip(FlowText.Lines(i, Lines))).ToArray();
        for (int i = 0; i < Objects; i++)
        {
            await Aws.Put(bucket, $"AWSLogs/k{i}.log.gz", bodies[i]);
            await Aws.Send(queue, FlowText.Event(bucket, $"AWSLogs/k{i}.log.gz"));
        }
        return (queue, bodies);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task KilledCutAndLiedTo_EveryRecordComesOut(int seed)
    {
        var (queue, _) = await Fill();
        var random = new Random(seed);
        int number = 0;
        using var proxy = new FaultProxy(Aws.Address, request =>
        {
            if (Interlocked.Increment(ref number) % 20 != 0)
                return null;
            bool isObject = request.Method == "GET";
            return (number / 20 % 3, isObject) switch
            {
                (0, true) => new Fault { ResetAfter = 5000 },
                (1, true) => Fault.Of(503, "SlowDown"),
                (2, true) => new Fault { Shorten = 4000 },
                (0, false) => new Fault { Drop = true },
                _ => Fault.Sqs(503, "ServiceUnavailable"),
            };
        });
        var seen = new ConcurrentDictionary<string, int>();
        var logs = new ConcurrentBag<string>();
        void Note(string line) => seen.AddOrUpdate(FlowText.IdOf(line) ?? line, 1, (_, count) => count + 1);
        SluiceProcess Start() => new(Note, SluiceProcess.Pull(proxy.Address, queue, "--visibility-timeout", "4", "--wait-time", "1", "--read-timeout", "5", "--log-level", "debug", "--batch-size", "64k"));

        var pullers = new[] { Start(), Start(), Start() };
        int kills = 0;
        long deadline = Environment.TickCount64 + 300_000;
        try
        {
            while (await Aws.Left(queue) > 0)
            {
                Assert.True(Environment.TickCount64 < deadline, $"the queue is not empty: {await Aws.Left(queue)} left, {seen.Count} records\n{string.Join('\n', pullers.SelectMany(p => p.Errors.TakeLast(20)))}");
                await Task.Delay(random.Next(200, 900));
                int victim = random.Next(6);
                if (victim < 3 && (kills < 12 || random.Next(8) == 0))
                {
                    pullers[victim].Kill();
                    await pullers[victim].Ended();
                    Keep(pullers[victim]);
                    pullers[victim] = Start();
                    kills++;
                }
                else if (victim == 3)
                {
                    proxy.CutAll();
                }
            }
        }
        finally
        {
            foreach (var puller in pullers)
            {
                if (!puller.HasExited)
                    puller.Signal(15);
                await puller.Ended();
                Keep(puller);
            }
        }

        void Keep(SluiceProcess puller)
        {
            foreach (string line in puller.Errors)
                logs.Add(line);
            puller.Dispose();
        }

        var missing = Enumerable.Range(0, Objects).SelectMany(i => Enumerable.Range(0, Lines).Select(line => $"{i:x8}{line:x8}")).Where(id => !seen.ContainsKey(id)).ToList();
        output.WriteLine($"seed {seed}: {kills} kills, {seen.Count} records, {seen.Values.Sum(c => (long)c) - seen.Count} duplicates, {logs.Count(l => l.Contains("broke off", StringComparison.Ordinal))} retries");
        Assert.True(missing.Count == 0, $"{missing.Count} records lost, the first {missing.FirstOrDefault()}");
        Assert.Equal(Objects * Lines, seen.Count);
        Assert.True(kills >= 3, "too few kills to prove anything");
        Assert.Contains(logs, line => line.Contains("Reading an object was interrupted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NoFaults_ExactlyOnce_AndTwoPullersShareTheWork()
    {
        var (queue, _) = await Fill();
        var seen = new ConcurrentDictionary<string, int>();
        void Note(string line) => seen.AddOrUpdate(FlowText.IdOf(line) ?? line, 1, (_, count) => count + 1);
        using var one = new SluiceProcess(Note, SluiceProcess.Pull(Aws.Address, queue, "--drain"));
        using var two = new SluiceProcess(Note, SluiceProcess.Pull(Aws.Address, queue, "--drain"));
        Assert.Equal(0, await one.Ended(120));
        Assert.Equal(0, await two.Ended(120));
        Assert.Equal(0, await Aws.Left(queue));
        Assert.Equal(Objects * Lines, seen.Count);
        Assert.All(seen, record => Assert.Equal(1, record.Value));
        double share = (double)one.Lines / (one.Lines + two.Lines);
        output.WriteLine($"share {share:P0}");
        Assert.InRange(share, 0.4, 0.6);
    }
}
