// Diagnostics: the move itself. A message is copied, and deleted once its copy is confirmed: a crash in between leaves it
// in both queues, and loses nothing.
using Sluice.Pull.Aws;
using Sluice.Pull.Calls;
using Sluice.Pull.Messages;
using Sluice.Pull.Settings;

namespace Sluice.Pull.Diagnostics;

/// <summary>Moves held messages, ten at a time, until all are moved, a call is refused, or it is stopped.</summary>
internal sealed class RedriveMove(AwsCalls dead, PullSettings settings)
{
    /// <summary>A batch's bodies and attributes together; SQS takes 256 KiB, and in some places a mebibyte.</summary>
    private const long MostBytes = 256 << 10;

    /// <summary>A message that is hidden for less than this is not moved: somebody else may have it by the time it is copied.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    public int Moved { get; private set; }

    public int InBoth { get; private set; }

    /// <summary>The first thing that went wrong.</summary>
    public string? Fault { get; private set; }

    /// <summary>Moves the messages; those that it does not move are still held.</summary>
    public async Task RunAsync(IEnumerable<(HeldLetter Held, RedriveTarget Target)> letters, CancellationToken stop)
    {
        try
        {
            // An invalid handle: where deleting is allowed, only the handle is refused. So nothing is copied in vain.
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
            // In a FIFO queue no message may overtake one that failed.
            bool ordered = group.Key.Url.EndsWith(".fifo", StringComparison.Ordinal);
            foreach (var batch in Batches(group.Select(letter => letter.Held), ordered ? 1 : BatchedCalls.Most))
            {
                if (stop.IsCancellationRequested || !await MoveAsync(batch, group.Key, stop).ConfigureAwait(false) || (ordered && Fault is not null))
                    return;
            }
        }
    }

    private static IEnumerable<List<HeldLetter>> Batches(IEnumerable<HeldLetter> letters, int most)
    {
        var batch = new List<HeldLetter>();
        long bytes = 0;
        foreach (var held in letters)
        {
            if (batch.Count == most || (batch.Count > 0 && bytes + held.Letter.Size > MostBytes))
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

    /// <summary>Copies and deletes; false when further calls would fail too.</summary>
    private async Task<bool> MoveAsync(List<HeldLetter> batch, RedriveTarget target, CancellationToken stop)
    {
        long now = Environment.TickCount64;
        if (batch.RemoveAll(held => held.Gone || held.Until - now < Margin.TotalMilliseconds) > 0)
            Fault ??= "Messages could not be kept hidden until they were moved: another consumer may have them, or they are visible in the dead-letter queue again";
        var copy = new RedriveTries(left => target.Calls.SendAsync(target.Url, [.. left.Select(held => held.Letter)], CancellationToken.None));
        await copy.RunAsync(batch, stop).ConfigureAwait(false);
        if (copy.Fault is not null)
            Fault ??= Explain(copy.Fault, target.Url, target.Calls, "sqs:SendMessage");
        // What is copied is deleted, even after a stop.
        var delete = new RedriveTries(left => dead.DeleteAsync([.. left.Select(held => held.Handle)], CancellationToken.None));
        await delete.RunAsync(copy.Done, CancellationToken.None).ConfigureAwait(false);
        if (delete.Fault is not null)
            Fault ??= Explain(delete.Fault, settings.Queue!, dead, "sqs:DeleteMessage");
        foreach (var held in delete.Done)
            held.Gone = true;
        Moved += delete.Done.Count;
        InBoth += copy.Done.Count - delete.Done.Count;
        return !copy.Failed && !delete.Failed;
    }

    private string Explain(CallException e, string queue, AwsCalls calls, string action) => e.Fault switch
    {
        CallFault.Denied => $"Access to queue {queue} is denied: allow {action} on it, see 'sluice iam-policy --redrive' ({e.Message})",
        CallFault.KmsDenied => $"Access to the KMS key that encrypts queue {queue} is denied: allow kms:GenerateDataKey and kms:Decrypt on it ({e.Message})",
        _ => QueueFaults.Explain(e, settings with { Queue = queue }, calls.QueueRegion),
    };
}
