// Queue: carries out what was decided over messages, ten to a call, each as soon as it is decided.
using System.Threading.Channels;

namespace Sluice.Pull;

/// <summary>One loop that deletes, keeps or releases messages; what fails is tried again.</summary>
internal sealed class BatchedCalls(AwsCalls calls, PullCounters counters, IPullLog log, Action<Receipt> whenGone)
{
    /// <summary>SQS takes ten entries a call.</summary>
    public const int Most = 10;

    /// <summary>How long a first entry waits for company.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(20);

    private readonly Channel<(Receipt Receipt, int? Seconds, int Tries)> _todo =
        Channel.CreateUnbounded<(Receipt, int?, int)>();

    /// <summary>Deletes the message.</summary>
    public void Delete(Receipt receipt) => _todo.Writer.TryWrite((receipt, null, 0));

    /// <summary>Hides the message for some seconds more and lets it go; 0 gives it back at once.</summary>
    public void Hide(Receipt receipt, int seconds) => _todo.Writer.TryWrite((receipt, seconds, 0));

    /// <summary>No more will come; the loop ends when what came is carried out.</summary>
    public void Close() => _todo.Writer.TryComplete();

    /// <summary>The loop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var deletes = new List<(Receipt Receipt, int Tries)>(Most);
        var hides = new List<(Receipt Receipt, int Seconds, int Tries)>(Most);
        var backoff = new Backoff();
        var reader = _todo.Reader;
        while (await reader.WaitToReadAsync(stop).ConfigureAwait(false))
        {
            if (reader.Count < Most)
                await Task.Delay(Linger, stop).ConfigureAwait(false);
            while (deletes.Count < Most && hides.Count < Most && reader.TryRead(out var next))
            {
                if (next.Seconds is { } seconds)
                    hides.Add((next.Receipt, seconds, next.Tries));
                else
                    deletes.Add((next.Receipt, next.Tries));
            }
            await UntilDone(deletes.Count > 0, () => DeleteAsync(deletes, stop), backoff, stop).ConfigureAwait(false);
            await UntilDone(hides.Count > 0, () => HideAsync(hides, stop), backoff, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Messages that wait for their deletion go on being extended, so time is all this costs.</summary>
    private async Task UntilDone(bool any, Func<Task> call, Backoff backoff, CancellationToken stop)
    {
        while (any)
        {
            try
            {
                await call().ConfigureAwait(false);
                backoff.Reset();
                return;
            }
            catch (CallException e)
            {
                counters.QueueErrors.Add(1);
                var wait = backoff.Next();
                log.Write(LogLevel.Warn, new("queue_call_failed", $"A message could not be deleted or hidden ({e.Message}); next try in {wait.TotalSeconds:0.0} s"));
                await Task.Delay(wait, stop).ConfigureAwait(false);
            }
        }
    }

    private async Task DeleteAsync(List<(Receipt Receipt, int Tries)> batch, CancellationToken stop)
    {
        var failed = await calls.DeleteAsync([.. batch.Select(entry => entry.Receipt.Handle)], stop).ConfigureAwait(false);
        for (int i = 0; i < batch.Count; i++)
        {
            var (receipt, tries) = batch[i];
            var failure = failed.FirstOrDefault(f => f.Index == i);
            if (failure is { Lost: false } && tries < 5)
            {
                _todo.Writer.TryWrite((receipt, null, tries + 1));
                continue;
            }

            if (failure is null)
                counters.Deleted.Add(1);
            else
            {
                counters.Lost.Add(1);
                log.Write(LogLevel.Warn, new("delete_failed", "The records are out but the message could not be deleted: it will come again",
                    ("message", receipt.MessageId), ("reason", failure.Reason)));
            }
            whenGone(receipt);
        }
        batch.Clear();
    }

    private async Task HideAsync(List<(Receipt Receipt, int Seconds, int Tries)> batch, CancellationToken stop)
    {
        // A message whose handle the server refuses is not ours any more, which is all that hiding was for.
        await calls.HideAsync([.. batch.Select(entry => (entry.Receipt.Handle, entry.Seconds))], stop).ConfigureAwait(false);
        foreach (var (receipt, _, _) in batch)
            whenGone(receipt);
        batch.Clear();
    }
}
