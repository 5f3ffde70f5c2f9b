// Tests: one run of the binary from a queue to a receiver.
using System.Diagnostics;
using Sluice.Pull.Tests;

namespace Sluice.Deliver.Tests;

/// <summary>A queue with objects, and runs that drain it.</summary>
public sealed class Source
{
    private static readonly Emulator Aws = Emulator.Shared;

    private Source(string queue, string bucket) => (Queue, Bucket) = (queue, bucket);

    public string Queue { get; }

    public string Bucket { get; }

    /// <summary>A queue that names one object for each body.</summary>
    public static async Task<Source> Of(params byte[][] bodies)
    {
        var source = new Source(await Aws.NewQueue(), await Aws.NewBucket());
        for (int i = 0; i < bodies.Length; i++)
            await source.Add($"AWSLogs/k{i}", bodies[i]);
        return source;
    }

    /// <summary>Objects of as many lines as <see cref="FlowText"/> makes.</summary>
    public static Task<Source> Of(int objects, int lines) =>
        Of([.. Enumerable.Range(0, objects).Select(i => FlowText.Gzip(FlowText.Lines(i, lines)))]);

    public async Task Add(string key, byte[] body)
    {
        await Aws.Put(Bucket, key, body);
        await Aws.Send(Queue, FlowText.Event(Bucket, key));
    }

    public Task<int> Left() => Aws.Left(Queue);

    public string[] Pull(params string[] more) => SluiceProcess.Pull(Aws.Address, Queue, more);

    /// <summary>Runs to the end of the queue.</summary>
    public Testing.Run Drain(params string[] more) =>
        Testing.Run.Sluice(Pull(["--drain", "--wait-time", "1", "--aws-access-key-id", "test", "--aws-secret-access-key", "test-secret", .. more]));

    /// <summary>Waits until something holds.</summary>
    public static async Task Until(Func<Task<bool>> holds, string what, int seconds = 30)
    {
        long began = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(began).TotalSeconds < seconds, $"{what}: not within {seconds} s");
            await Task.Delay(50);
        }
    }
}
