// Diagnostics: the move itself. A message is copied, and deleted once its copy is confirmed: a crash in between leaves it
// in both queues and loses none.
using Sluice.Pull.Aws;
using Sluice.Pull.Calls;
using Sluice.Pull.Messages;
using Sluice.Pull.Settings;

namespace Sluice.Pull.Diagnostics;

/// <summary>Moves held messages, ten at a time, until all are moved, a call is refused, or it is told to stop.</summary>
internal sealed class RedriveMove(AwsCalls dead, PullSettings settings)
{
    /// <summary>A batch's bodies and attributes together; SQS takes 256 KiB, and a mebibyte in places.</summary>
    private const long MostBytes = 256 << 10;

    private const int MostTries = 5;

    /// <summary>What is hidden for less than this is not begun: somebody else may have it by the time it is copied.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    public int Moved { get; private set; }

    public int InBoth { get; private set; }

    /// <summary>The first thing that went wrong.</summary>
    public string? Fault { get; private set; }

    /// <summary>Moves; what it leaves is still held.</summary>
    public async Task RunAsync(IEnumerable<(HeldLetter Held, RedriveTarget Target)> letters, CancellationToken stop)
    {
        try
        {
            // A handle that cannot exist: refused as such where deleting is allowed, so that nothing is copied in vain.
            _ = await dead.DeleteAsync(["sluice-redrive"], stop).ConfigureAwait(false);
        }
        catch (CallException e) when (e.Fault == CallFault.Rejected)
        {
        }
        catch (CallException e)
        {
            Fault = Explain(e, settings.Queue!, dead, "sqs:DeleteMessage");
            return;
        }

        foreach (var group in letters.GroupBy(letter => letter.Target))
        {
            foreach (var batch in Batches(group.Select(letter => letter.Held)))
            {
                if (stop.IsCancellationRequested || !await MoveAsync(batch, group.Key, stop).ConfigureAwait(false))
                    return;
            }
        }
    }

    private static IEnumerable<List<HeldLetter>> Batches(IEnumerable<HeldLetter> letters)
    {
        var batch = new List<HeldLetter>();
        long bytes = 0;
        foreach (var held in letters)
        {
            if (batch.Count == BatchedCalls.Most || (batch.Count > 0 && bytes + held.Letter.Size > MostBytes))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }
            batch.Add(held);
            bytes += held.Letter.Size;
        }
        if (batch.Count > 0)
            yield return batch;
    }

    /// <summary>Copies and deletes; false where nothing more would go through either.</summary>
    private async Task<bool> MoveAsync(List<HeldLetter> batch, RedriveTarget target, CancellationToken stop)
    {
        long now = Environment.TickCount64;
        if (batch.RemoveAll(held => held.Gone || held.Until - now < Margin.TotalMilliseconds) > 0)
            Fault ??= "Messages could not be kept hidden until they were moved: somebody else may have them, or they are in the dead-letter queue again";
        var (copied, notCopied) = await TryAsync(batch, left => target.Calls.SendAsync(target.Url, [.. left.Select(held => held.Letter)], CancellationToken.None), stop).ConfigureAwait(false);
        if (notCopied is not null)
            Fault ??= Explain(notCopied, target.Url, target.Calls, "sqs:SendMessage");
        // What is copied is deleted, whoever wants to stop now.
        var (deleted, notDeleted) = await TryAsync(copied, left => dead.DeleteAsync([.. left.Select(held => held.Handle)], CancellationToken.None), CancellationToken.None).ConfigureAwait(false);
        if (notDeleted is not null)
            Fault ??= Explain(notDeleted, settings.Queue!, dead, "sqs:DeleteMessage");
        foreach (var held in deleted)
            held.Gone = true;
        Moved += deleted.Count;
        InBoth += copied.Count - deleted.Count;
        return notCopied is null && notDeleted is null;
    }

    /// <summary>A call for all, and again for those that failed; returns for which it succeeded, and what it failed with last.</summary>
    private static async Task<(List<HeldLetter> Done, CallException? Fault)> TryAsync(List<HeldLetter> letters, Func<List<HeldLetter>, Task<IReadOnlyList<BatchFailure>>> call, CancellationToken stop)
    {
        var done = new List<HeldLetter>();
        var left = letters;
        for (int tries = 1; left.Count > 0; tries++)
        {
            CallException? fault = null;
            try
            {
                var failed = (await call(left).ConfigureAwait(false)).ToLookup(failure => failure.Index);
                done.AddRange(left.Where((_, i) => !failed.Contains(i)));
                if (failed.Count > 0)
                    fault = new CallException(CallFault.Rejected, failed.First().First().Reason);
                left = [.. left.Where((_, i) => failed.Contains(i))];
            }
            catch (CallException e)
            {
                fault = e;
                if (e.Fault != CallFault.Transient)
                    return (done, e);
            }
            if (fault is not null && (tries == MostTries || stop.IsCancellationRequested))
                return (done, fault);
            if (fault is not null)
                await Task.Delay(TimeSpan.FromMilliseconds(100 << tries), CancellationToken.None).ConfigureAwait(false);
        }
        return (done, null);
    }

    private string Explain(CallException e, string queue, AwsCalls calls, string action) => e.Fault switch
    {
        CallFault.Denied => $"Access to queue {queue} is denied: allow {action} on it, see 'sluice iam-policy --redrive' ({e.Message})",
        CallFault.KmsDenied => $"The key that encrypts queue {queue} may not be used: allow kms:GenerateDataKey and kms:Decrypt on it ({e.Message})",
        _ => QueueFaults.Explain(e, settings with { Queue = queue }, calls.QueueRegion),
    };
}
