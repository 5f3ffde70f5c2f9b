// The binary: what it says of itself while it runs, and how soon it ends.
using System.Net;

namespace Sluice.Pull.Tests;

[Collection(Alone.Name)]
public sealed class HealthTests
{
    private static readonly Emulator Aws = Emulator.Shared;

    private static async Task<string> Objects(int count)
    {
        string queue = await Aws.NewQueue(), bucket = await Aws.NewBucket();
        await Aws.Put(bucket, "k", FlowText.Gzip(FlowText.Lines(1, 10)));
        for (int i = 0; i < count; i++)
            await Aws.Send(queue, FlowText.Event(bucket, "k"));
        return queue;
    }

    [Fact]
    public async Task Health_DeletesDenied_TellsIt_AndLivesOn()
    {
        string queue = await Objects(3);
        using var proxy = new FaultProxy(Aws.Address, request => request.Target.EndsWith("DeleteMessageBatch", StringComparison.Ordinal)
            ? Fault.Sqs(403, "AccessDeniedException", "not authorized") : null);
        int port = FreePort.Find();
        using var puller = new SluiceProcess(null, SluiceProcess.Pull(proxy.Address, queue, "--metrics", $"{port}", "--wait-time", "1"));
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        long deadline = Environment.TickCount64 + 20_000;
        HttpResponseMessage health;
        do
        {
            Assert.True(Environment.TickCount64 < deadline, string.Join('\n', puller.Errors));
            await Task.Delay(200);
            health = puller.Lines < 30 ? new HttpResponseMessage() : await http.GetAsync("/healthz");
        }
        while (health.StatusCode != HttpStatusCode.ServiceUnavailable);
        Assert.Contains("messages cannot be deleted", await health.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/livez")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/readyz")).StatusCode);
        puller.Signal(15);
        await puller.Ended(20);
        Assert.Equal((3, 0), await Aws.Depth(queue));
    }

    [Fact]
    public async Task MaxRecords_EndsAtOnce_WithWhatItNeeded()
    {
        string queue = await Objects(40);
        using var puller = new SluiceProcess(null, SluiceProcess.Pull(Aws.Address, queue, "--max-records", "5"));
        long began = Environment.TickCount64;
        Assert.Equal(0, await puller.Ended(20));
        Assert.InRange(Environment.TickCount64 - began, 0, 6000);
        Assert.Equal(5, puller.Lines);
        Assert.Contains(puller.Errors, line => line.Contains("5 records, 0 malformed", StringComparison.Ordinal) && line.Contains("messages: 1 received", StringComparison.Ordinal));
        await Task.Delay(300);
        Assert.Equal((40, 0), await Aws.Depth(queue));
    }

    [Fact]
    public async Task Summary_MalformedAndMessagesWithoutObject_OneMeaningEach()
    {
        string queue = await Objects(1), bucket = await Aws.NewBucket();
        await Aws.Put(bucket, "m", FlowText.Gzip(FlowText.Lines(2, 4) + "no record\nnor this\n\n"));
        await Aws.Send(queue, FlowText.Event(bucket, "m"));
        await Aws.Send(queue, """{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"b"}""");
        using var puller = new SluiceProcess(null, SluiceProcess.Pull(Aws.Address, queue, "--drain"));
        Assert.Equal(0, await puller.Ended(30));
        Assert.Equal(16, puller.Lines);
        Assert.Contains(puller.Errors, line => line.Contains("14 records, 2 malformed, 2 objects", StringComparison.Ordinal) && line.Contains("3 deleted (without an object: 1 test)", StringComparison.Ordinal));
        Assert.Contains(puller.Errors, line => line.Contains("lines=8 records=4 malformed=2 headers=1 blank=1 events=6", StringComparison.Ordinal));
    }
}
