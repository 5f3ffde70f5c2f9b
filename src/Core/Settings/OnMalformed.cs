// Settings: what becomes of a line that is not a flow-log record.
namespace Sluice.Core.Settings;

/// <summary>What becomes of a malformed line. In each case it is counted and reported.</summary>
public enum OnMalformed
{
    /// <summary>It is written as a record with <c>event.kind: pipeline_error</c>.</summary>
    Keep,

    /// <summary>It is left out.</summary>
    Drop,

    /// <summary>Parsing stops before it (<see cref="FlowParser.Failed"/>).</summary>
    Fail,
}
