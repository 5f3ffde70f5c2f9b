// Limits: how much larger than its stored bytes an object may become.
namespace Sluice.Parquet.Limits;

/// <summary>Limits what an object expands to, by its stored size, as pull does with gzip.</summary>
/// <param name="stored">Bytes of the object as stored.</param>
/// <param name="what">What is counted, as the subject of an error message.</param>
internal sealed class ExpansionMeter(ParquetLimits limits, long stored, string what)
{
    // Up to this many bytes the ratio is not checked: a small object is no bomb.
    private const long RatioFrom = 16 << 20;

    private readonly long _most = Math.Min(limits.MaxObjectSize, Math.Max(RatioFrom, Times(stored, limits.MaxRatio)));
    private long _total;

    /// <summary>Counts bytes before they are produced.</summary>
    internal void Add(long bytes)
    {
        _total += bytes;
        if (_total > _most)
            throw Exceeded();
    }

    /// <summary>Throws where <paramref name="count"/> items of <paramref name="size"/> bytes would exceed the limit.</summary>
    internal void CheckClaim(long count, long size)
    {
        if (count > _most / size)
            throw Exceeded();
    }

    private static long Times(long a, long b) => a > long.MaxValue / Math.Max(1, b) ? long.MaxValue : a * b;

    private ParquetLimitException Exceeded() => _most == limits.MaxObjectSize
        ? new ParquetLimitException($"{what} come to more than {limits.MaxObjectSize} bytes", "max_object_size")
        : new ParquetLimitException($"{what} come to more than {limits.MaxRatio} times the {stored} bytes stored", "max_ratio");
}
