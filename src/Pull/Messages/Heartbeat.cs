// Messages: extends the visibility of every held message from the moment of its receipt. Its calls do not wait for each
// other, and nothing waits for them: one that hangs delays no other.
using Sluice.Pull.Calls;
using Sluice.Pull.Counters;
using Sluice.Pull.Log;
using Sluice.Pull.Settings;
using Sluice.Pull.Time;

namespace Sluice.Pull.Messages;

/// <summary>The heartbeat of one engine.</summary>
internal sealed class Heartbeat(PullSettings settings, IEngineCalls calls, ReceiptBook book, PullCounters counters, IPullLog log, IEngineClock clock)
{
    /// <summary>Calls under way at once; more messages than these carry are due again at the next beat.</summary>
    private const int MostCalls = 64;

    private readonly RepeatedLine _failures = new(log, clock.Now);

    /// <summary>A ninth of the visibility timeout: a message gets several tries before its time is over.</summary>
    private readonly TimeSpan _patience = TimeSpan.FromSeconds(Math.Clamp(settings.VisibilityTimeout / 9.0, 0.5, 10));

    private int _underWay;

    /// <summary>The loop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        if (!settings.Heartbeat)
            return;
        long third = settings.VisibilityTimeout * 1000L / 3;
        var beat = TimeSpan.FromMilliseconds(Math.Clamp(third / 4, 100, 5000));
        while (true)
        {
            await clock.Delay(beat, stop).ConfigureAwait(false);
            long due = clock.Now() - third;
            var late = book.Held.Where(r => !r.Leaving && !r.WasLost && r.HiddenSince <= due)
                .OrderBy(r => r.HiddenSince).Take(BatchedCalls.Most * Math.Max(0, MostCalls - Volatile.Read(ref _underWay))).Where(r => r.BeginExtension()).ToList();
            foreach (var ten in late.Chunk(BatchedCalls.Most))
            {
                Interlocked.Increment(ref _underWay);
                _ = ExtendAsync(ten, stop);
            }
        }
    }

    private async Task ExtendAsync(Receipt[] ten, CancellationToken stop)
    {
        long sent = clock.Now();
        try
        {
            var failed = await Deadline.Within(clock, _patience, token => calls.HideAsync([.. ten.Select(r => (r.Handle, settings.VisibilityTimeout))], token), stop).ConfigureAwait(false);
            for (int i = 0; i < ten.Length; i++)
            {
                var failure = failed.FirstOrDefault(f => f.Index == i);
                if (failure is null)
                {
                    ten[i].HiddenSince = Math.Max(sent, ten[i].HiddenSince);
                    counters.Extended.Add(1);
                }
                else if (failure.Lost)
                {
                    book.LostBy(ten[i], failure.Reason);
                }
                else
                {
                    Failed(failure.Reason);
                }
            }
        }
        catch (CallException e)
        {
            counters.QueueErrors.Add(1);
            Failed(e.Fault == CallFault.Denied ? $"allow sqs:ChangeMessageVisibility on queue {settings.Queue}; {e.Message}" : e.Message);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            log.Write(LogLevel.Error, new("engine_error", $"The visibility of held messages could not be extended: {e.GetType().Name}: {e.Message}"));
        }
        catch (Exception)
        {
            // The engine has ended.
        }
        finally
        {
            foreach (var receipt in ten)
                receipt.EndExtension();
            Interlocked.Decrement(ref _underWay);
        }
    }

    private void Failed(string reason) => _failures.Write(LogLevel.Warn, "extend", count => new("extend_failed",
        $"The visibility of held messages could not be extended ({reason}); trying again" + RepeatedLine.Times(count)));
}
