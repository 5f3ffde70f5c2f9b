// Lines: the columns that header lines have named so far.
namespace Sluice.Core;

/// <summary>
/// What a stream's lines need of the lines before them. Immutable and small, so that a host with many streams keeps one of
/// these for each, and a single parser for all.
/// </summary>
public sealed class LineFormat
{
    internal LineFormat(FlowPlan? plan, FlowPlan? table)
    {
        Plan = plan;
        Table = table;
    }

    internal FlowPlan? Plan { get; }

    internal FlowPlan? Table { get; }
}
