// Objects: the reader threads. Blocking reads on threads of their own: the heartbeat never waits behind them.
using Sluice.Pull.Delivery;
using Sluice.Pull.Log;
using Sluice.Pull.Policy;

namespace Sluice.Pull.Objects;

/// <summary>A fixed number of readers that take jobs until there are no more.</summary>
internal sealed class ReaderPool(int count, ReaderContext context, JobQueue jobs, Func<BatchWriter> newWriter)
{
    /// <summary>An open batch does not wait longer than this for more records.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _ended = new();
    private int _running = count;

    /// <summary>Ends when every reader has ended and sealed its last batch.</summary>
    public Task Ended => _ended.Task;

    public void Start()
    {
        int readers = _running;
        for (int i = 0; i < readers; i++)
            context.Clock.Start($"sluice-reader-{i}", Run);
    }

    private void Run()
    {
        var writer = newWriter();
        using (var reader = new ObjectReader(context, writer))
        {
            while (Next(writer) is { } job)
                ReadGuarded(reader, writer, job);
            writer.Close();
        }
        if (Interlocked.Decrement(ref _running) == 0)
            context.Clock.Post(_ended.SetResult);
    }

    /// <summary>The next job. The open batch is sealed before a wait for one.</summary>
    private ObjectJob? Next(BatchWriter writer)
    {
        if (writer.Age > Linger)
            writer.Seal();
        if (jobs.Take(wait: false) is { } job)
            return job;
        writer.Seal();
        return jobs.Take(wait: true);
    }

    private void ReadGuarded(ObjectReader reader, BatchWriter writer, ObjectJob job)
    {
        var outcome = Outcome.Transient;
        try
        {
            outcome = reader.Read(job);
        }
        catch (Exception e)
        {
            // A reader must survive whatever one object does to it: the message stays, and the log says what happened.
            writer.Discard();
            context.Counters.ObjectsBy(Outcome.Transient).Add(1);
            context.Log.Write(LogLevel.Error, new("object_error", $"Reading an object failed unexpectedly: {e.GetType().Name}: {e.Message}",
                ("bucket", job.Item.Bucket), ("key", job.Item.Key), ("where", e.StackTrace?.Split('\n')[0].Trim())));
        }
        finally
        {
            job.Receipt.Release(outcome);
        }
    }
}
