// Objects: which buckets may be read. A message is only text: a forged one must not make us read.
using Sluice.Pull.Names;

namespace Sluice.Pull.Objects;

/// <summary>The allow-list of buckets.</summary>
internal sealed class BucketGuard
{
    private const int LongestName = 63;

    private readonly string[] _patterns;

    public BucketGuard(string? allowed) => _patterns = allowed is null ? []
        : allowed.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Whether a bucket may be read; without a list, any. A name too long for a bucket matches only itself.</summary>
    public bool Allows(string bucket) =>
        _patterns.Length == 0 || (bucket.Length <= LongestName ? Glob.Any(_patterns, bucket) : Array.IndexOf(_patterns, bucket) >= 0);
}
