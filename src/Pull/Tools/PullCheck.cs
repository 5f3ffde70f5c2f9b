// Tools: tries everything that pulling needs, without taking anything from the queue.
namespace Sluice.Pull;

/// <summary>Resolves credentials, queue, permissions and one bucket, and says what is wrong and what to do.</summary>
public static class PullCheck
{
    /// <summary>Runs the steps; a step that fails ends those that depend on it.</summary>
    /// <param name="settings">The settings to check.</param>
    /// <param name="bucket">A bucket to read, or null.</param>
    /// <param name="key">An object of it to read, or null for the first one listed.</param>
    /// <param name="stop">Ends the check.</param>
    public static async Task<IReadOnlyList<CheckLine>> RunAsync(PullSettings settings, string? bucket, string? key, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var lines = new List<CheckLine>();
        AwsCalls calls;
        try
        {
            SettingsCheck.Check(settings, needsQueue: settings.Queue is not null || bucket is null);
            calls = new AwsCalls(settings);
        }
        catch (SettingsException e)
        {
            lines.Add(new(CheckResult.Fail, "settings", e.Message));
            return lines;
        }

        using (calls)
        {
            if (!await Credentials(calls, lines, stop).ConfigureAwait(false))
                return lines;
            if (settings.Queue is not null)
                await Queue(calls, settings, lines, stop).ConfigureAwait(false);
            if (bucket is not null)
                await Bucket(calls, settings, bucket, key, lines, stop).ConfigureAwait(false);
        }
        return lines;
    }

    private static async Task<bool> Credentials(AwsCalls calls, List<CheckLine> lines, CancellationToken stop)
    {
        try
        {
            lines.Add(new(CheckResult.Ok, "credentials", $"accepted for {await calls.CallerAsync(stop).ConfigureAwait(false)}"));
            return true;
        }
        catch (CallException e) when (e.Fault == CallFault.Credentials)
        {
            lines.Add(new(CheckResult.Fail, "credentials", $"not accepted; renew the session or correct the keys ({e.Message})"));
            return false;
        }
        catch (CallException e) when (e.Fault == CallFault.NoCredentials)
        {
            lines.Add(new(CheckResult.Fail, "credentials", e.Message));
            return false;
        }
        catch (CallException e)
        {
            // Emulators and closed networks have no STS; the queue will show whether the keys are good.
            lines.Add(new(CheckResult.Note, "credentials", $"STS could not be asked ({e.Message})"));
            return true;
        }
    }

    private static async Task Queue(AwsCalls calls, PullSettings settings, List<CheckLine> lines, CancellationToken stop)
    {
        try
        {
            string url = await calls.QueueUrlAsync(stop).ConfigureAwait(false);
            try
            {
                var state = await calls.QueueStateAsync(stop).ConfigureAwait(false);
                lines.Add(new(CheckResult.Ok, "queue", $"{url}: {state.Waiting} waiting, {state.InFlight} in flight"));
                lines.Add(state.MaxReceiveCount is { } most
                    ? new(CheckResult.Ok, "redrive", $"after {most} receives a message moves to the dead-letter queue")
                    : new(CheckResult.Note, "redrive", "no redrive policy: a message that cannot be used comes back until its retention ends; add a dead-letter queue"));
            }
            catch (CallException e) when (e.Fault == CallFault.Denied)
            {
                lines.Add(new(CheckResult.Note, "queue", $"{url}: its depth is not shown; allow sqs:GetQueueAttributes ({e.Message})"));
            }
            // A message that this finds is given back at once.
            var found = await calls.ReceiveAsync(1, 0, 10, stop).ConfigureAwait(false);
            lines.Add(new(CheckResult.Ok, "receive", "sqs:ReceiveMessage is allowed"));
            // A handle that cannot exist: refused as such where the action is allowed.
            await Allowed(lines, "delete", "sqs:DeleteMessage", () => calls.DeleteAsync(["sluice-check"], stop)).ConfigureAwait(false);
            await Allowed(lines, "extend", "sqs:ChangeMessageVisibility",
                () => calls.HideAsync([(found.Count > 0 ? found[0].Handle : "sluice-check", 0)], stop)).ConfigureAwait(false);
        }
        catch (CallException e)
        {
            lines.Add(new(CheckResult.Fail, "queue", QueueFaults.Explain(e, settings, calls.QueueRegion)));
        }
    }

    private static async Task Allowed(List<CheckLine> lines, string what, string action, Func<Task> call)
    {
        try
        {
            await call().ConfigureAwait(false);
        }
        catch (CallException e) when (e.Fault == CallFault.Denied)
        {
            lines.Add(new(CheckResult.Fail, what, $"{action} is denied: allow it on the queue ({e.Message})"));
            return;
        }
        catch (CallException e) when (e.Fault == CallFault.Rejected)
        {
        }
        lines.Add(new(CheckResult.Ok, what, $"{action} is allowed"));
    }

    private static async Task Bucket(AwsCalls calls, PullSettings settings, string bucket, string? key, List<CheckLine> lines, CancellationToken stop)
    {
        if (!new BucketGuard(settings.AllowBuckets).Allows(bucket))
        {
            lines.Add(new(CheckResult.Fail, "bucket", $"{bucket} is not in allow_buckets"));
            return;
        }

        string region = calls.Region;
        try
        {
            region = await calls.BucketRegionAsync(bucket, stop).ConfigureAwait(false) ?? region;
        }
        catch (CallException e) when (e.Fault == CallFault.WrongRegion && e.Region is { } told)
        {
            region = told;
        }
        catch (CallException e) when (e.Fault is CallFault.Missing or CallFault.NoBucket)
        {
            lines.Add(new(CheckResult.Fail, "bucket", $"there is no bucket {bucket}: check its name ({e.Message})"));
            return;
        }
        catch (CallException e) when (e.Fault is not CallFault.Denied)
        {
            lines.Add(new(CheckResult.Fail, "bucket", ObjectFaults.Explain(e, new ObjectRef(bucket, key ?? ""), settings).Message));
            return;
        }
        catch (CallException e)
        {
            // Naming a bucket's region takes s3:ListBucket, which pulling does without.
            lines.Add(new(CheckResult.Note, "bucket", $"{bucket}: s3:ListBucket is denied; without it a missing object looks like a denied one ({e.Message})"));
        }
        await Object(calls, settings, bucket, key, region, lines, stop).ConfigureAwait(false);
    }

    private static async Task Object(AwsCalls calls, PullSettings settings, string bucket, string? key, string region, List<CheckLine> lines, CancellationToken stop)
    {
        var item = new ObjectRef(bucket, key ?? "");
        try
        {
            if (key is null)
            {
                var page = await calls.ListAsync(bucket, "", region, null, 1, stop).ConfigureAwait(false);
                if (page.Objects.Count == 0)
                {
                    lines.Add(new(CheckResult.Note, "bucket", $"{bucket} in {region} is empty: reading was not tried"));
                    return;
                }
                item = new ObjectRef(bucket, page.Objects[0].Key);
            }
            var opened = await calls.OpenAsync(item, item.Key, region, 0, null, stop).ConfigureAwait(false);
            await opened.Body.DisposeAsync().ConfigureAwait(false);
            lines.Add(new(CheckResult.Ok, "bucket", $"{bucket} in {region}: s3:GetObject is allowed ({item.Key}, {opened.Total} bytes)"));
        }
        catch (CallException e) when (e.Fault == CallFault.Denied && key is null && item.Key.Length == 0)
        {
            lines.Add(new(CheckResult.Note, "bucket", $"{bucket}: reading was not tried, listing is denied; name an object with --key"));
        }
        catch (CallException e)
        {
            lines.Add(new(CheckResult.Fail, "bucket", ObjectFaults.Explain(e, item, settings).Message));
        }
    }
}
