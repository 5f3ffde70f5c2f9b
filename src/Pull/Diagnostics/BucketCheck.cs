// Diagnostics: the part of a check that reads a bucket.
using Sluice.Pull.Aws;
using Sluice.Pull.Calls;
using Sluice.Pull.Objects;
using Sluice.Pull.Settings;

namespace Sluice.Pull.Diagnostics;

/// <summary>Finds a bucket and opens one object of it.</summary>
internal sealed class BucketCheck(AwsCalls calls, PullSettings settings, string bucket, CheckReport report)
{
    /// <param name="key">The object; null for the first one listed.</param>
    /// <param name="stop">Ends the check.</param>
    public async Task RunAsync(string? key, CancellationToken stop)
    {
        if (!new BucketGuard(settings.AllowBuckets).Allows(bucket))
        {
            report.Tell(CheckResult.Fail, "bucket", $"{bucket} is not in allow_buckets");
            return;
        }

        string region = calls.Region;
        try
        {
            region = await report.During($"bucket {bucket}", () => calls.BucketRegionAsync(bucket, stop)).ConfigureAwait(false) ?? region;
        }
        catch (CallException e) when (e.Fault == CallFault.WrongRegion && e.Region is { } told)
        {
            region = told;
        }
        catch (CallException e) when (e.Fault is CallFault.Missing or CallFault.NoBucket)
        {
            report.Tell(CheckResult.Fail, "bucket", $"bucket {bucket} does not exist: check its name ({e.Message})");
            return;
        }
        catch (CallException e) when (e.Fault is not CallFault.Denied)
        {
            report.Tell(CheckResult.Fail, "bucket", ObjectFaults.Explain(e, new ObjectRef(bucket, key ?? ""), settings).Message);
            return;
        }
        catch (CallException e)
        {
            // Naming a bucket's region takes s3:ListBucket, which pulling does without.
            report.Tell(CheckResult.Note, "bucket", $"{bucket}: s3:ListBucket is denied; without it a missing object looks like a denied one ({e.Message})");
        }
        await Object(key, region, stop).ConfigureAwait(false);
    }

    private async Task Object(string? key, string region, CancellationToken stop)
    {
        var item = new ObjectRef(bucket, key ?? "");
        try
        {
            if (key is null)
            {
                var page = await report.During($"the listing of bucket {bucket}", () => calls.ListAsync(bucket, "", region, null, 1, stop)).ConfigureAwait(false);
                if (page.Objects.Count == 0)
                {
                    report.Tell(CheckResult.Note, "bucket", $"{bucket} in {region} is empty: reading was not tried");
                    return;
                }
                item = new ObjectRef(bucket, page.Objects[0].Key);
            }
            var opened = await report.During($"{item}", () => calls.OpenAsync(item, item.Key, region, 0, null, stop)).ConfigureAwait(false);
            await opened.Body.DisposeAsync().ConfigureAwait(false);
            report.Tell(CheckResult.Ok, "bucket", $"{bucket} in {region}: s3:GetObject is allowed ({item.Key}, {opened.Total} bytes)");
        }
        catch (CallException e) when (e.Fault == CallFault.Denied && key is null && item.Key.Length == 0)
        {
            report.Tell(CheckResult.Note, "bucket", $"{bucket}: reading was not tried, listing is denied; name an object with --key");
        }
        catch (CallException e)
        {
            report.Tell(CheckResult.Fail, "bucket", ObjectFaults.Explain(e, item, settings).Message);
        }
    }
}
