// Filter: what becomes of a text that is no flow-log record.
namespace Sluice.Plugin.Filter;

/// <summary>The fate of a record whose text could not be parsed.</summary>
internal enum OnUnparsed
{
    /// <summary>It becomes a record that says so: <c>event.kind: pipeline_error</c>, <c>error.message</c>.</summary>
    Keep,

    /// <summary>It is left out.</summary>
    Drop,

    /// <summary>It passes as it came.</summary>
    Pass,
}
