// Queue's stand-in for a backfill: objects come from a bucket's listing, and no message waits for them.
namespace Sluice.Pull;

/// <summary>Lists a range and hands its objects to the readers.</summary>
internal sealed class Lister(ReplayRange range, AwsCalls calls, RegionMap regions, Handoff<ObjectJob> jobs, int room,
    PullCounters counters, IPullLog log, Func<bool> paused) : IFeeder
{
    private static readonly TimeSpan RoomCheck = TimeSpan.FromMilliseconds(20);

    private readonly Backoff _backoff = new();

    public string? Failure { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        string? token = null;
        do
        {
            var page = await NextPage(token, stop).ConfigureAwait(false);
            if (page is null)
                return;
            foreach (var found in page.Objects)
            {
                if (found.Size == 0 || !range.Wants(found.Key, found.LastModified))
                    continue;
                while (paused() || jobs.Count >= room)
                    await Task.Delay(RoomCheck, stop).ConfigureAwait(false);
                var item = new ObjectRef(range.Bucket, found.Key) { Size = found.Size, ETag = found.ETag, EventTime = found.LastModified };
                jobs.TryPut(new ObjectJob(new Receipt("replay", "", 1, _ => { }), item));
            }
            token = page.NextToken;
        }
        while (token is not null);
    }

    private async Task<ListedPage?> NextPage(string? token, CancellationToken stop)
    {
        var bucket = new ObjectRef(range.Bucket, range.Prefix);
        while (true)
        {
            string region = regions.Of(bucket);
            try
            {
                var page = await calls.ListAsync(range.Bucket, range.Prefix, region, token, 1000, stop).ConfigureAwait(false);
                _backoff.Reset();
                return page;
            }
            catch (CallException e) when (e.Fault == CallFault.WrongRegion && regions.Follow(bucket, e.Region, region, stop))
            {
            }
            catch (CallException e) when (e.Fault == CallFault.Transient)
            {
                counters.QueueErrors.Add(1);
                var wait = _backoff.Next();
                log.Write(LogLevel.Warn, new("list_failed", $"Bucket {range.Bucket} could not be listed ({e.Message}); next try in {wait.TotalSeconds:0.0} s"));
                await Task.Delay(wait, stop).ConfigureAwait(false);
            }
            catch (CallException e)
            {
                Failure = e.Fault switch
                {
                    CallFault.Denied => $"s3://{range.Bucket}: listing is denied; allow s3:ListBucket on arn:aws:s3:::{range.Bucket} ({e.Message})",
                    CallFault.NoBucket or CallFault.Missing => $"s3://{range.Bucket}: there is no such bucket ({e.Message})",
                    CallFault.NoCredentials => e.Message,
                    CallFault.Credentials => $"The credentials are not accepted: renew or correct them ({e.Message})",
                    _ => $"s3://{range.Bucket} could not be listed ({e.Message})",
                };
                return null;
            }
        }
    }
}
