// Several pullers on one queue, each as if on a machine of its own: behind a link that is its limit, so that the
// processors of this machine are not. The soak's figures stand in docs/SCALING.md.
using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Sluice.Pull.Tests;

[Collection(Alone.Name)]
[Trait("Category", "Measured")]
public sealed class ScalingTests(ITestOutputHelper output)
{
    private const int Lines = 3000;

    private static readonly Emulator Aws = Emulator.Shared;
    private static readonly int[] Pullers = Alone.Soak ? [1, 2, 4, 8] : [1, 3];

    /// <summary>What a queue shares out needs no other coordination: as many times the pullers, as many times the speed.</summary>
    [Fact]
    public async Task Pullers_BehindALinkEach_AddUp()
    {
        byte[] body = FlowText.Gzip(FlowText.Lines(1, Lines));
        int each = Alone.Soak ? 400 : 60;
        // Such a share of the body a second that a puller takes ten objects a second.
        long speed = body.Length * 10L;
        double one = 0;
        foreach (int pullers in Pullers)
        {
            double took = await Drain(pullers, each * pullers, body, () => new Link(speed));
            double rate = each * pullers / took;
            one = pullers == 1 ? rate : one;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pullers} pullers, {each * pullers} objects of {body.Length} bytes, {speed} bytes/s each: {rate / one:0.00} times one"));
            Assert.InRange(rate / one / pullers, 0.75, 1.15);
        }
    }

    /// <summary>Objects of a few records cost requests and round trips, not processor time: concurrency hides them.</summary>
    [Fact]
    public async Task SmallObjects_BehindARoundTrip_AreReadSideBySide()
    {
        const int Objects = 1000;
        byte[] body = FlowText.Gzip(FlowText.Lines(1, 10));
        var roundTrip = TimeSpan.FromMilliseconds(20);
        double four = Objects / await Drain(1, Objects, body, () => new Link(1L << 30, roundTrip), "--concurrency", "4");
        double sixteen = Objects / await Drain(1, Objects, body, () => new Link(1L << 30, roundTrip), "--concurrency", "16");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round trip of 20 ms: {four:0} objects/s with concurrency 4, {sixteen:0} with 16"));
        Assert.InRange(four, 50, 4 / roundTrip.TotalSeconds);
        Assert.InRange(sixteen / four, 1.5, 4.5);
    }

    /// <summary>What AWS charges for: a notice and an object cost one GET and two tenths of an SQS call, when the queue is never empty.</summary>
    [Fact]
    public async Task Requests_OfAThousandObjects_AreAsFewAsCanBe()
    {
        const int Objects = 1000;
        var run = await Run(1, Objects, FlowText.Gzip(FlowText.Lines(1, 10)), () => null);
        string[] names = [.. run.Requests.Select(request => request.Method == "GET" ? "GetObject" : request.Target.Split('.')[^1])];
        output.WriteLine(string.Join(", ", names.CountBy(name => name).Select(pair => $"{pair.Value} {pair.Key}")));
        Assert.Equal(Objects, names.Count(name => name == "GetObject"));
        // Up to ten messages a call; the emulator may give fewer, and a delete does not wait for its ten for long.
        Assert.InRange(names.Count(name => name == "ReceiveMessage"), Objects / 10, Objects / 10 * 1.3 + 5);
        Assert.InRange(names.Count(name => name == "DeleteMessageBatch"), Objects / 10, Objects / 10 * 2.5);
        Assert.InRange(names.Count(name => name == "ChangeMessageVisibilityBatch"), 0, Objects / 50);
    }

    /// <summary>The budget is for all objects in flight, however large each is; the rest is the program itself.</summary>
    [Theory]
    [InlineData(16, 4)]
    [InlineData(64, 16)]
    [InlineData(256, 16)]
    public async Task Memory_OfABusyPuller_StaysWithinItsBudget(int megabytes, int concurrency)
    {
        int objects = Alone.Soak ? 200 : 40;
        byte[] body = FlowText.Gzip(FlowText.Lines(1, 30_000));
        var run = await Run(1, objects, body, () => null, "--memory-budget", $"{megabytes}m", "--concurrency", $"{concurrency}", "--schema", "ecs");
        output.WriteLine($"memory_budget {megabytes}m, concurrency {concurrency}: at most {run.Memory} MiB");
        Assert.InRange(run.Memory, 20, megabytes + 64);
    }

    private static async Task<double> Drain(int pullers, int objects, byte[] body, Func<Link?> link, params string[] more) =>
        (await Run(pullers, objects, body, link, more)).Seconds;

    /// <summary>So many pullers take so many objects from one queue; the time counts once all have started.</summary>
    private static async Task<(double Seconds, long Memory, List<ProxiedRequest> Requests)> Run(int pullers, int objects, byte[] body, Func<Link?> link, params string[] more)
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        var doors = Enumerable.Range(0, pullers).Select(_ => new FaultProxy(Aws.Address, _ => null, link())).ToList();
        var processes = doors.ConvertAll(door => new SluiceProcess(null, SluiceProcess.Pull(door.Address, queue, ["--wait-time", "1", .. more])));
        try
        {
            while (doors.Any(door => door.Seen.IsEmpty))
            {
                Assert.All(processes, process => Assert.False(process.HasExited, string.Join('\n', process.Errors)));
                await Task.Delay(20);
            }
            await Aws.Put(bucket, "k", body);
            string notice = FlowText.Event(bucket, "k");
            long began = Stopwatch.GetTimestamp();
            await Parallel.ForAsync(0, objects, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) => await Aws.Send(queue, notice));
            while (await Aws.Left(queue) > 0)
            {
                Assert.True(Stopwatch.GetElapsedTime(began).TotalMinutes < 5, $"{await Aws.Left(queue)} messages left\n{string.Join('\n', processes.SelectMany(process => process.Errors.TakeLast(5)))}");
                await Task.Delay(50);
            }
            double took = Stopwatch.GetElapsedTime(began).TotalSeconds;
            long memory = processes.Max(process => process.PeakMemory());
            foreach (var process in processes)
            {
                process.Signal(15);
                Assert.Equal(0, await process.Ended());
            }
            return (took, memory, [.. doors.SelectMany(door => door.Seen)]);
        }
        finally
        {
            processes.ForEach(process => process.Dispose());
            doors.ForEach(door => door.Dispose());
        }
    }
}
