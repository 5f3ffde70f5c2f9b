// Queue: what the published binary costs when there is nothing to do, or nobody to ask.
using Xunit.Abstractions;

namespace Sluice.Pull.Tests;

[Collection(Alone.Name)]
[Trait("Category", "Measured")]
public sealed class IdleTests(ITestOutputHelper output)
{
    private static readonly Emulator Aws = Emulator.Shared;
    private static readonly int Seconds = Alone.Soak ? 60 : 12;

    private async Task<double> CpuShare(SluiceProcess puller)
    {
        // The start is not the idling.
        await Task.Delay(3000);
        var before = puller.Cpu();
        await Task.Delay(TimeSpan.FromSeconds(Seconds));
        double share = (puller.Cpu() - before).TotalSeconds / Seconds;
        output.WriteLine($"{share:P2} of a core over {Seconds} s");
        return share;
    }

    [Fact]
    public async Task EmptyQueue_CostsNearlyNothing()
    {
        string queue = await Aws.NewQueue();
        using var proxy = new FaultProxy(Aws.Address, _ => null);
        using var puller = new SluiceProcess(null, SluiceProcess.Pull(proxy.Address, queue));
        int atStart = 0;
        _ = Task.Delay(3000).ContinueWith(_ => atStart = Asked(), TaskScheduler.Default);
        // Twelve seconds of a busy machine are too few for the promise itself, half a percent.
        Assert.InRange(await CpuShare(puller), 0, Alone.Soak ? 0.005 : 0.01);
        output.WriteLine($"{atStart} requests beside the long poll at the start, {Asked() - atStart} while idle");
        Assert.True(atStart > 0);
        Assert.InRange(Asked() - atStart, 0, Seconds / 10);
        int Asked() => proxy.Seen.Count(request => !request.Target.EndsWith("ReceiveMessage", StringComparison.Ordinal));
        puller.Signal(15);
        Assert.Equal(0, await puller.Ended());
    }

    [Fact]
    public async Task UnreachableQueue_BacksOff_UnderOnePercent_AndRecovers()
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        using var proxy = new FaultProxy(Aws.Address, _ => null);
        using var puller = new SluiceProcess(null, SluiceProcess.Pull(proxy.Address, queue, "--wait-time", "1"));
        while (!proxy.Seen.Any(request => request.Target.EndsWith("ReceiveMessage", StringComparison.Ordinal)))
            await Task.Delay(50);
        proxy.Unplug();
        Assert.InRange(await CpuShare(puller), 0, 0.01);
        var waits = puller.Errors.Where(line => line.Contains("cannot be reached", StringComparison.Ordinal))
            .Select(line => double.Parse(line.Split("next try in ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        output.WriteLine(string.Join(' ', waits));
        Assert.True(waits.Count is >= 3 and <= 12, string.Join('\n', puller.Errors));
        Assert.All(waits, wait => Assert.InRange(wait, 0.5, 30));
        Assert.True(waits[^1] > waits[0]);
        // Not before: the emulator goes on serving the long poll that was cut, and would give it the message.
        await Aws.Put(bucket, "k", FlowText.Gzip(FlowText.Lines(1, 10)));
        await Aws.Send(queue, FlowText.Event(bucket, "k"));
        proxy.Plug();
        long plugged = Environment.TickCount64;
        while (puller.Lines < 10)
        {
            Assert.True(Environment.TickCount64 - plugged < (waits[^1] * 2 + 3) * 1000 + 3000, string.Join('\n', puller.Errors));
            await Task.Delay(20);
        }
        puller.Signal(15);
        Assert.Equal(0, await puller.Ended());
        Assert.Contains(puller.Errors, line => line.Contains("The queue answers again", StringComparison.Ordinal));
    }
}
