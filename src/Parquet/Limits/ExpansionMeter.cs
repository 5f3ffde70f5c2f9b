// Limits: how much larger than its stored bytes an object becomes.
namespace Sluice.Parquet.Limits;

/// <summary>Holds what is made of an object against its stored size, as pull does with gzip.</summary>
/// <param name="stored">Bytes of the object as stored.</param>
/// <param name="what">What is counted, as the subject of an error.</param>
internal sealed class ExpansionMeter(ParquetLimits limits, long stored, string what)
{
    // No small object is a bomb, whatever its ratio.
    private const long RatioFrom = 16 << 20;

    private readonly long _most = Math.Min(limits.MaxObjectSize, Math.Max(RatioFrom, Times(stored, limits.MaxRatio)));
    private long _total;

    /// <summary>Counts bytes that are about to be made.</summary>
    internal void Add(long bytes)
    {
        _total += bytes;
        if (_total > _most)
            throw Exceeded();
    }

    /// <summary>Throws where <paramref name="count"/> things of <paramref name="size"/> bytes could not be made.</summary>
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
