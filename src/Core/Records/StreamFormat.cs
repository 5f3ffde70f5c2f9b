// Records: the columns that header lines have named so far.
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Records;

/// <summary>
/// What a stream's lines need to know of the lines before them. Immutable and small, so that a host with many streams can
/// keep one for each stream, and a single parser for all.
/// </summary>
public sealed class StreamFormat
{
    internal StreamFormat(LogFormat? lines, LogFormat? table)
    {
        Lines = lines;
        Table = table;
    }

    /// <summary>About how many bytes of memory it takes.</summary>
    public int Footprint => (Lines?.Footprint ?? 0) + (Table?.Footprint ?? 0);

    internal LogFormat? Lines { get; }

    internal LogFormat? Table { get; }

    /// <summary>Whether lines mean the same under both formats.</summary>
    public bool HasColumnsOf(StreamFormat other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ReferenceEquals(this, other) || (IsSame(Lines, other.Lines) && IsSame(Table, other.Table));
    }

    private static bool IsSame(LogFormat? one, LogFormat? two) =>
        ReferenceEquals(one, two) || (one is not null && two is not null && one.HasColumnsOf(two));
}
