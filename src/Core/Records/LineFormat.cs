// Records: the columns that header lines have named so far.
using Sluice.Core.VpcFlow;

namespace Sluice.Core.Records;

/// <summary>
/// What a stream's lines need to know of the lines before them. Immutable and small, so that a host with many streams can
/// keep one for each stream, and a single parser for all.
/// </summary>
public sealed class LineFormat
{
    internal LineFormat(FlowPlan? plan, FlowPlan? table)
    {
        Plan = plan;
        Table = table;
    }

    /// <summary>About how many bytes of memory it takes.</summary>
    public int Footprint => (Plan?.Footprint ?? 0) + (Table?.Footprint ?? 0);

    internal FlowPlan? Plan { get; }

    internal FlowPlan? Table { get; }

    /// <summary>Whether lines mean the same under both formats.</summary>
    public bool HasColumnsOf(LineFormat other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ReferenceEquals(this, other) || (IsSame(Plan, other.Plan) && IsSame(Table, other.Table));
    }

    private static bool IsSame(FlowPlan? one, FlowPlan? two) =>
        ReferenceEquals(one, two) || (one is not null && two is not null && one.HasColumnsOf(two));
}
