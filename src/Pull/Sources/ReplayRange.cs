// Sources: what part of a bucket is read again.
namespace Sluice.Pull.Sources;

/// <summary>A prefix of a bucket and perhaps a time range, for a backfill.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Prefix">What the keys begin with.</param>
/// <param name="Start">First time wanted; it is compared with the time in a key's name, else with the last change.</param>
/// <param name="End">First time not wanted any more.</param>
public sealed record ReplayRange(string Bucket, string Prefix, DateTimeOffset? Start = null, DateTimeOffset? End = null)
{
    /// <summary>Reads <c>s3://bucket/prefix</c>.</summary>
    public static bool TryParse(string address, DateTimeOffset? start, DateTimeOffset? end, out ReplayRange range)
    {
        ArgumentNullException.ThrowIfNull(address);
        range = null!;
        if (!address.StartsWith("s3://", StringComparison.Ordinal))
            return false;
        string path = address["s3://".Length..];
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        string bucket = slash < 0 ? path : path[..slash];
        if (bucket.Length == 0)
            return false;
        range = new ReplayRange(bucket, slash < 0 ? "" : path[(slash + 1)..], start, end);
        return true;
    }

    /// <summary>Whether an object is wanted: by the time in a flow log's name (…_YYYYMMDDTHHmmZ_…), else by its last change.</summary>
    public bool Wants(string key, DateTimeOffset lastModified)
    {
        ArgumentNullException.ThrowIfNull(key);
        var time = TimeInName(key) ?? lastModified;
        return (Start is null || time >= Start) && (End is null || time < End);
    }

    private static DateTimeOffset? TimeInName(string key)
    {
        string name = key[(key.LastIndexOf('/') + 1)..];
        foreach (string part in name.Split('_'))
        {
            if (part.Length == 14 && part[8] == 'T' && DateTimeOffset.TryParseExact(part, "yyyyMMdd'T'HHmm'Z'",
                System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var time))
                return time;
        }
        return null;
    }
}
