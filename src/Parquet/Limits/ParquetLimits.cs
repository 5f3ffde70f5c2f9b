// Limits: what reading one Parquet object may cost.
namespace Sluice.Parquet.Limits;

/// <summary>Limits of one object. Beyond any of them the reading ends in a <see cref="ParquetLimitException"/>.</summary>
public sealed record ParquetLimits
{
    /// <summary>Bytes of the object as stored, of its pages inflated, and of its rows as JSON: none may be more.</summary>
    public long MaxObjectSize { get; init; } = 8L << 30;

    /// <summary>How many times the stored bytes the pages inflated, and the rows as JSON, may come to.</summary>
    public long MaxRatio { get; init; } = 200;

    /// <summary>Bytes held at once: a part of a page and the dictionary of every column, and the footer.</summary>
    public long MaxMemory { get; init; } = 64L << 20;

    /// <summary>The longest value, in bytes; a row stops growing there too, and is then malformed as too long.</summary>
    public int MaxLineBytes { get; init; } = Core.Settings.ParseOptions.DefaultMaxLineBytes;

    /// <summary>Time spent reading; what waits for the consumer of the rows is not counted.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.MaxValue;
}
