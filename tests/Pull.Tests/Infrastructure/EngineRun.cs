// Tests: an engine in this process, with a consumer that keeps what came out.
using System.Collections.Concurrent;
using System.Text;

namespace Sluice.Pull.Tests;

/// <summary>Runs an engine and counts each record by its id.</summary>
public sealed class EngineRun : IAsyncDisposable
{
    private readonly Thread _consumer;
    private volatile bool _consuming = true;

    public EngineRun(string endpoint, string queue, Action<PullSettings>? change = null, Func<SealedBatch, bool>? deliver = null)
    {
        var settings = Settings(endpoint, queue);
        change?.Invoke(settings);
        Engine = new PullEngine(settings, Log);
        Engine.Start();
        _consumer = new Thread(() => Consume(deliver ?? (_ => true))) { IsBackground = true };
        _consumer.Start();
    }

    public PullEngine Engine { get; }

    public ListLog Log { get; } = new();

    /// <summary>How often each record came out, by its id; other output under its text.</summary>
    public ConcurrentDictionary<string, int> Records { get; } = new();

    public long Total => Records.Values.Sum(count => (long)count);

    public PullCounters Counters => Engine.Counters;

    public static PullSettings Settings(string endpoint, string? queue) => new()
    {
        Queue = queue,
        Endpoint = endpoint,
        Region = Emulator.Region,
        AccessKeyId = "test",
        SecretAccessKey = "test-secret",
        VisibilityTimeout = 30,
        WaitTime = 1,
        ReadTimeout = 5,
    };

    /// <summary>The counter of a name, and of a label's value where it has one.</summary>
    public long Count(string name, string? label = null) =>
        Counters.All.Where(c => c.Name == name && (label is null || c.LabelValue == label)).Sum(c => c.Value);

    /// <summary>Waits until something holds; says what was logged when it never does.</summary>
    public async Task Until(Func<Task<bool>> holds, string what, int seconds = 30)
    {
        long deadline = Environment.TickCount64 + seconds * 1000;
        while (!await holds())
        {
            Assert.True(Environment.TickCount64 < deadline, $"{what}: not within {seconds} s\n{Log}");
            await Task.Delay(20);
        }
    }

    public Task Until(Func<bool> holds, string what, int seconds = 30) => Until(() => Task.FromResult(holds()), what, seconds);

    /// <summary>Ends the consumer without ending the engine.</summary>
    public void StopConsuming()
    {
        _consuming = false;
        _consumer.Join();
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        _consuming = false;
        _consumer.Join();
    }

    private void Consume(Func<SealedBatch, bool> deliver)
    {
        while (_consuming && !Engine.Completed)
        {
            if (!Engine.TryTake(out var batch, 50))
                continue;
            foreach (string line in Encoding.UTF8.GetString(batch.Batch.Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                Records.AddOrUpdate(FlowText.IdOf(line) ?? line, 1, (_, count) => count + 1);
            batch.Release(deliver(batch));
        }
    }
}
