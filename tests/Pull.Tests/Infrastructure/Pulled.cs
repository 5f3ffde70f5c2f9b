// Tests: a queue with one message for one object of ten records, and a door to it that shows who knocks.
namespace Sluice.Pull.Tests;

/// <summary>What most tests pull.</summary>
public sealed class Pulled : IDisposable
{
    private Pulled(string queue, string bucket) => (Queue, Bucket) = (queue, bucket);

    public const int Records = 10;

    public string Queue { get; }

    public string Bucket { get; }

    /// <summary>The emulator, as SQS and S3 of this test alone.</summary>
    public FaultProxy Door { get; } = new(Emulator.Shared.Address, _ => null);

    public static async Task<Pulled> New()
    {
        string queue = await Emulator.Shared.NewQueue(), bucket = await Emulator.Shared.NewBucket();
        await Emulator.Shared.Put(bucket, "k", FlowText.Gzip(FlowText.Lines(1, Records)));
        await Emulator.Shared.Send(queue, FlowText.Event(bucket, "k"));
        return new(queue, bucket);
    }

    /// <summary>All came out, and every request was signed with these keys.</summary>
    public void AssertDone(Testing.Run run, string accessKey)
    {
        Assert.True(run.ExitCode == 0 && run.Lines.Length == Records, $"exit code {run.ExitCode}, {run.Lines.Length} records\n{run.Error}");
        Assert.All(Door.Seen, request => Assert.Equal(accessKey, TokenService.KeyOf(request)));
        // S3's among them, not only the queue's.
        Assert.Contains(Door.Seen, request => request.Method == "GET");
    }

    public void Dispose() => Door.Dispose();
}
