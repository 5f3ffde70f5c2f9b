// Notices: names that no object can have. A message is only text, and a forged one must cost no request.
using System.Text;
using Sluice.Pull.Calls;
using Sluice.Pull.Names;

namespace Sluice.Pull.Notices;

/// <summary>Looks at a bucket, a key and a region before anything is asked for.</summary>
internal static class ObjectNames
{
    private const int LongestBucket = 63, LongestKey = 1024;

    /// <summary>Why there can be no such object; null when there may be.</summary>
    public static string? FaultOf(ObjectRef item, bool s3IsAws)
    {
        if (item.Bucket.Length > LongestBucket)
            return $"a bucket name has at most {LongestBucket} characters, not {item.Bucket.Length}";
        if (!char.IsAsciiLetterOrDigit(item.Bucket[0]) || item.Bucket.AsSpan().IndexOfAnyExcept(BucketCharacters) >= 0)
            return $"'{item.Bucket}' is not a valid bucket name";
        if (item.Key.Length > LongestKey || Encoding.UTF8.GetByteCount(item.Key) > LongestKey)
            return $"a key has at most {LongestKey} bytes, not {Encoding.UTF8.GetByteCount(item.Key)}";
        if (Climbs(item.Key))
            return $"key '{item.Key}' leads out of its bucket";
        if (item.VersionId is { Length: > LongestKey })
            return $"a version ID has at most {LongestKey} bytes";
        // S3-compatible stores put any text there, and requests to them do not depend on it.
        return s3IsAws && item.Region is { } region && !IsRegion(region) ? $"'{Cut(region)}' is not a valid region" : null;
    }

    /// <summary>Such as <c>eu-west-3</c> or <c>us-gov-east-1</c>: words and a number, separated by hyphens.</summary>
    public static bool IsRegion(string region) => AwsNames.IsRegion(region);

    private static System.Buffers.SearchValues<char> BucketCharacters { get; } =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_");

    /// <summary>S3 (User Guide, "Object key naming guidelines") has no key that leads above its bucket by ".."; a server that resolved one would read another bucket.</summary>
    private static bool Climbs(string key)
    {
        int depth = 0;
        foreach (var range in key.AsSpan().Split('/'))
        {
            var part = key.AsSpan(range);
            if (part is "..")
                depth--;
            else if (part is not ("." or ""))
                depth++;
            if (depth < 0)
                return true;
        }
        return false;
    }

    private static string Cut(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
