// Settings: what becomes of a line that is no flow-log record.
namespace Sluice.Core.Settings;

/// <summary>The fate of a malformed line. It is counted and reported whichever is chosen.</summary>
public enum OnMalformed
{
    /// <summary>It comes out as a record with <c>event.kind: pipeline_error</c>.</summary>
    Keep,

    /// <summary>It is left out.</summary>
    Drop,

    /// <summary>Parsing stops before it (<see cref="FlowParser.Failed"/>).</summary>
    Fail,
}
