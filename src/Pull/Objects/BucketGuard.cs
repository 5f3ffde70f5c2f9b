// Object: which buckets may be read. A message is only text: a forged one must not make us read.
namespace Sluice.Pull;

/// <summary>The allow-list of buckets.</summary>
internal sealed class BucketGuard
{
    private readonly string[] _patterns;

    public BucketGuard(string? allowed) => _patterns = allowed is null ? []
        : allowed.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Whether a bucket may be read; without a list, any.</summary>
    public bool Allows(string bucket) =>
        _patterns.Length == 0 || Array.Exists(_patterns, pattern => Matches(pattern, bucket));

    /// <summary><c>*</c> stands for any characters.</summary>
    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int star = pattern.IndexOf('*');
        if (star < 0)
            return pattern.SequenceEqual(name);
        if (!name.StartsWith(pattern[..star]))
            return false;
        pattern = pattern[(star + 1)..];
        name = name[star..];
        for (int skip = 0; skip <= name.Length; skip++)
        {
            if (Matches(pattern, name[skip..]))
                return true;
        }
        return false;
    }
}
