// Sources: objects come from a bucket's listing, and no message waits for them.
using Sluice.Pull.Calls;
using Sluice.Pull.Counters;
using Sluice.Pull.Log;
using Sluice.Pull.Messages;
using Sluice.Pull.Names;
using Sluice.Pull.Notices;
using Sluice.Pull.Objects;
using Sluice.Pull.Time;

namespace Sluice.Pull.Sources;

/// <summary>Lists a range and hands its objects to the readers.</summary>
internal sealed class Lister(ReplayRange range, IEngineCalls calls, RegionMap regions, JobQueue jobs, FaultCircuit circuit, EngineHealth health, KeyFilter keys, int room,
    PullCounters counters, IPullLog log, IEngineClock clock, Func<bool> paused) : IFeeder
{
    private static readonly TimeSpan RoomCheck = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A bucket that does not answer is given up after so many tries, or so long: a replay ends by itself.</summary>
    private const int MostTries = 5;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly Backoff _backoff = new(clock);
    private long _failingSince;
    private long _given;

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
                if (keys.SkippedBy(found.Key) is { } rule)
                {
                    counters.Skipped(rule).Add(1);
                    continue;
                }
                while (paused() || jobs.Messages >= room || circuit.Wait > TimeSpan.Zero)
                {
                    if (circuit.GivenUp is { } why)
                    {
                        Failure = $"{why}; {counters.ObjectsFailed} of {_given} keys were not read, and the listing stopped at {found.Key}";
                        return;
                    }
                    await clock.Delay(RoomCheck, stop).ConfigureAwait(false);
                }
                var item = new ObjectRef(range.Bucket, found.Key) { Size = found.Size, ETag = found.ETag, EventTime = found.LastModified };
                jobs.TryPut(new ObjectJob(new Receipt("replay", "", 1, clock.Now, _ => { }), item));
                _given++;
                // While objects share a fault, one key is tried at a time.
                while (circuit.IsOpen && jobs.Messages > 0)
                    await clock.Delay(RoomCheck, stop).ConfigureAwait(false);
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
            health.Trying();
            try
            {
                var page = await Deadline.Within(clock, Patience, limit => calls.ListAsync(range.Bucket, range.Prefix, region, token, 1000, limit), stop).ConfigureAwait(false);
                _backoff.Reset();
                health.Received();
                return page;
            }
            catch (CallException e) when (e.Fault == CallFault.WrongRegion && regions.Follow(bucket, e.Region, region, stop))
            {
            }
            catch (CallException e) when (e.Fault == CallFault.Transient && _backoff.Failures + 1 < MostTries
                && (_backoff.Failures == 0 || clock.Now() - _failingSince < Longest.TotalMilliseconds))
            {
                if (_backoff.Failures == 0)
                    _failingSince = clock.Now();
                counters.QueueErrors.Add(1);
                var wait = _backoff.Next();
                log.Write(LogLevel.Warn, new("list_failed", $"Bucket {range.Bucket} could not be listed ({e.Message}); next try in {wait.TotalSeconds:0.0} s"));
                await clock.Delay(wait, stop).ConfigureAwait(false);
            }
            catch (CallException e)
            {
                Failure = e.Fault switch
                {
                    CallFault.Denied => $"s3://{range.Bucket}: listing is denied; allow s3:ListBucket on {AwsNames.BucketArn(calls.Partition, range.Bucket)} ({e.Message})",
                    CallFault.NoBucket or CallFault.Missing => $"s3://{range.Bucket}: the bucket does not exist ({e.Message})",
                    CallFault.NoCredentials => e.Message,
                    CallFault.Credentials => $"The credentials are not accepted: renew or correct them ({e.Message})",
                    _ => $"s3://{range.Bucket} could not be listed ({e.Message})",
                };
                if (_given > 0)
                    Failure += $"; {_given} keys had been listed; the number left is unknown";
                return null;
            }
        }
    }
}
