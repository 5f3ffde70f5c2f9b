// Objects: which region a bucket is in, learnt once.
using System.Collections.Concurrent;
using Sluice.Pull.Calls;
using Sluice.Pull.Log;
using Sluice.Pull.Notices;
using Sluice.Pull.Time;

namespace Sluice.Pull.Objects;

/// <summary>The regions of buckets: as the notice says, corrected by what S3 says.</summary>
internal sealed class RegionMap(IEngineCalls calls, IPullLog log, IEngineClock clock)
{
    /// <summary>A limit, because messages may name any number of buckets.</summary>
    private const int Most = 4096;

    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>The region that an object is requested from.</summary>
    public string Of(ObjectRef item)
    {
        if (_known.TryGetValue(item.Bucket, out string? region))
            return region;
        // S3-compatible stores put any text there.
        return calls.S3IsAws && item.Region is { } told ? told : calls.Region;
    }

    /// <summary>Learns where a bucket is after S3 refused; false when that names no new region.</summary>
    public bool Follow(ObjectRef item, string? named, string tried, CancellationToken stop)
    {
        string? region = named ?? Ask(item.Bucket, stop);
        if (region is null || region == tried)
            return false;
        if (!ObjectNames.IsRegion(region) && calls.S3IsAws)
            return false;
        if (_known.Count >= Most)
            _known.Clear();
        _known[item.Bucket] = region;
        log.Write(LogLevel.Info, new("region_followed", "A bucket is in another region; its objects are read there", ("bucket", item.Bucket), ("region", region)));
        return true;
    }

    private string? Ask(string bucket, CancellationToken stop)
    {
        try
        {
            return clock.Await(calls.BucketRegionAsync(bucket, stop));
        }
        catch (CallException e)
        {
            return e.Region;
        }
    }
}
