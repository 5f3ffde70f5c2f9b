// Inflate: how much a few stored bytes may become.
namespace Sluice.Core.Inflate;

/// <summary>Limits on inflating; they hold for every layer of gzip inside gzip, always against the bytes as stored.</summary>
/// <param name="MostBytes">The most that one object may inflate to (max_object_size).</param>
/// <param name="MostRatio">The most bytes that one stored byte may inflate to (max_ratio).</param>
public sealed record InflateLimits(long MostBytes, long MostRatio)
{
    /// <summary>The ratio is only checked beyond this many inflated bytes: a small object is no bomb.</summary>
    public const long RatioFrom = 16 << 20;

    /// <summary>No limits, for a file that the user named.</summary>
    public static InflateLimits None { get; } = new(long.MaxValue, long.MaxValue);

    /// <summary>Throws <see cref="InflateLimitException"/> when too much has come out.</summary>
    public void Check(long inflated, long stored)
    {
        if (inflated > MostBytes)
            throw new InflateLimitException($"inflates to more than {MostBytes} bytes (max_object_size)");
        if (inflated > RatioFrom && inflated / MostRatio > stored)
            throw new InflateLimitException($"is too compressed: its {stored} bytes inflate to more than {MostRatio} times as many (max_ratio)");
    }
}
