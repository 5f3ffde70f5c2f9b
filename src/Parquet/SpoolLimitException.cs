// Object room: the object is larger than what may be spooled for it.
namespace Sluice.Parquet;

/// <summary>A Parquet object exceeds the configured size of its temporary file. The object is intact; the limit is ours.</summary>
/// <param name="limit">The limit, in bytes.</param>
public sealed class SpoolLimitException(long limit)
    : IOException($"Parquet object larger than the limit of {limit} bytes for its temporary file")
{
    /// <summary>The limit that was exceeded, in bytes.</summary>
    public long Limit { get; } = limit;
}
