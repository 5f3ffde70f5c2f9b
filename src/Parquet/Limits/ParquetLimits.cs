// Limits: the limits on reading one Parquet object.
namespace Sluice.Parquet.Limits;

/// <summary>Limits of one object. Exceeding any of them throws <see cref="ParquetLimitException"/>.</summary>
public sealed record ParquetLimits
{
    /// <summary>The most bytes of the stored object, of its inflated pages, and of its rows as JSON (each).</summary>
    public long MaxObjectSize { get; init; } = 8L << 30;

    /// <summary>The largest ratio of the inflated pages, and of the rows as JSON, to the stored bytes.</summary>
    public long MaxRatio { get; init; } = 200;

    /// <summary>Bytes held at once: window and dictionary of every column, inflating buffers, and the footer.</summary>
    public long MaxMemory { get; init; } = 64L << 20;

    /// <summary>The longest value, in bytes; a row stops growing there too, and is then malformed as too long.</summary>
    public int MaxLineBytes { get; init; } = Core.Settings.ParseOptions.DefaultMaxLineBytes;

    /// <summary>The most time spent reading, without the time that the consumer of the rows takes.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.MaxValue;
}
