// Notices: which keys of a shared bucket are read at all.
using Sluice.Pull.Names;

namespace Sluice.Pull.Notices;

/// <summary>Settings key_pattern and skip_keys.</summary>
internal sealed class KeyFilter(string? wanted, string? skipped)
{
    /// <summary>The rules as counters name them.</summary>
    public const string ByPattern = "key_pattern", BySkip = "skip_keys";

    private readonly string[] _wanted = Glob.Split(wanted), _skipped = Glob.Split(skipped);

    /// <summary>The rule by which a key is left out; null when it is read.</summary>
    public string? SkippedBy(string key) =>
        Glob.Any(_skipped, key) ? BySkip : _wanted.Length > 0 && !Glob.Any(_wanted, key) ? ByPattern : null;
}
