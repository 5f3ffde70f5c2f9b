// Filter: what one filter has seen.
using Sluice.Plugin.Abi;

namespace Sluice.Plugin.Filter;

/// <summary>Counts since the filter was opened; written under the filter's lock, read at any time.</summary>
internal sealed class FilterCounters
{
    private static readonly Counter RecordsRow = new("records_total", "Flow-log records rewritten.");
    private static readonly Counter MalformedRow = new("malformed_total", "Texts that are no flow-log record.");
    private static readonly Counter HeadersRow = new("headers_total", "Header lines taken out.");
    private static readonly Counter ControlsRow = new("controls_total", "CloudWatch control messages taken out.");
    private static readonly Counter PassedRow = new("passed_total", "Events without a text under the key, passed untouched.");
    private static readonly Counter UnreadableRow = new("unreadable_total", "Buffers that are not Fluent Bit events to their end.");

    public long Records;
    public long Malformed;
    public long Headers;
    public long Controls;
    public long Passed;
    public long Unreadable;

    public void Report(CounterSink sink)
    {
        sink.Report(RecordsRow, Records);
        sink.Report(MalformedRow, Malformed);
        sink.Report(HeadersRow, Headers);
        sink.Report(ControlsRow, Controls);
        sink.Report(PassedRow, Passed);
        sink.Report(UnreadableRow, Unreadable);
    }
}
