// Names: what a region, a bucket and an ARN can look like. A notice is only text: what cannot exist is not asked for.
using System.Text.RegularExpressions;
using Sluice.Pull.Settings;

namespace Sluice.Pull.Names;

/// <summary>Pure checks of names; none of them makes a request.</summary>
internal static partial class AwsNames
{
    /// <summary>Whether AWS could have a region of this name.</summary>
    public static bool IsRegion(string? name) => name is { Length: > 0 and <= 32 } && RegionPattern().IsMatch(name);

    /// <summary>Whether S3 could have a bucket of this name: its own name, or the ARN of an access point.</summary>
    public static bool IsBucket(string? name) => name is not null
        && (name.StartsWith("arn:", StringComparison.Ordinal) ? AccessPointPattern().IsMatch(name) : IsBucketName(name));

    /// <summary>Whether an S3-compatible store could have a bucket of this name: some allow one character, some 222.</summary>
    public static bool IsStoreBucket(string? name) => name is { Length: > 0 and <= 222 } && IsPlain(name);

    /// <summary>The partition that the settings point to, for ARNs in messages.</summary>
    /// <param name="settings">The queue decides, where its name tells a partition; else the region.</param>
    /// <param name="region">The region in use, where the caller knows it.</param>
    public static string Partition(PullSettings settings, string? region = null)
    {
        try
        {
            if (settings.Queue is { Length: > 0 } text && QueueName.Parse(text) is { Partition: { } partition })
                return partition;
        }
        catch (SettingsException)
        {
            // The code that needs the queue reports it.
        }
        return AwsPartition.OfRegion(region ?? settings.Region).Name;
    }

    /// <summary>The ARN of a bucket given by name, by <c>s3://…</c> or by an ARN, which is kept.</summary>
    public static string BucketArn(string partition, string bucket) =>
        bucket.StartsWith("arn:", StringComparison.Ordinal) ? BucketOf(bucket) : $"arn:{partition}:s3:::{BucketOf(Plain(bucket))}";

    /// <summary>The ARN of all objects below a bucket or a prefix (<c>bucket/prefix</c>), given by name, <c>s3://…</c> or ARN.</summary>
    public static string ObjectsArn(string partition, string bucket)
    {
        string name = bucket.TrimEnd('*').TrimEnd('/');
        if (AccessPointPrefix().Match(name) is { Success: true } point)
            return $"{point.Value}/object{name[point.Length..]}/*";
        return name.StartsWith("arn:", StringComparison.Ordinal) ? $"{name}/*" : $"arn:{partition}:s3:::{Plain(name)}/*";
    }

    private static string Plain(string bucket) => bucket.StartsWith("s3://", StringComparison.Ordinal) ? bucket[5..] : bucket;

    /// <summary>Cuts the prefix off; an access point's own slash stays.</summary>
    private static string BucketOf(string bucket)
    {
        if (AccessPointPrefix().Match(bucket) is { Success: true } point)
            return point.Value;
        int slash = bucket.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? bucket : bucket[..slash];
    }

    /// <summary>3 to 63 characters. Buckets made before 2018, and those of other stores, may have capitals and underscores.</summary>
    private static bool IsBucketName(string name) => name.Length is >= 3 and <= 63 && IsPlain(name) && name[^1] is not ('-' or '.');

    private static bool IsPlain(string name) => char.IsAsciiLetterOrDigit(name[0]) && !name.Contains("..", StringComparison.Ordinal)
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_');

    [GeneratedRegex("^[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}\\z")]
    private static partial Regex RegionPattern();

    [GeneratedRegex("^arn:aws[a-z-]*:(s3|s3-object-lambda|s3-outposts):[a-z0-9-]{0,32}:[0-9]{12}:(outpost[:/][a-z0-9-]{1,64}[:/])?accesspoint[:/][a-z0-9.-]{1,63}\\z")]
    private static partial Regex AccessPointPattern();

    [GeneratedRegex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]{12}:(outpost[:/][a-z0-9-]+[:/])?accesspoint[:/][a-z0-9.-]+")]
    private static partial Regex AccessPointPrefix();
}
