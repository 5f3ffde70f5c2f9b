// Filter: what one filter has seen.
using Sluice.Plugin.Abi;

namespace Sluice.Plugin.Filter;

/// <summary>Counts since the filter was opened; written under the filter's lock, read at any time.</summary>
internal sealed class FilterCounters
{
    private const string MalformedName = "malformed_lines_total", MalformedHelp = "Texts that are not flow-log records, by reason.";
    private const string PassedName = "passed_events_total", PassedHelp = "Events passed unchanged, by reason.";

    private static readonly Counter RecordsRow = new("records_total", "Flow-log records written.");
    private static readonly Counter MalformedByContentRow = MalformedRow("content"), MalformedByColumnsRow = MalformedRow("columns_unknown");
    private static readonly Counter HeadersRow = new("header_lines_total", "Header lines removed.");
    private static readonly Counter ConflictsRow = new("header_conflicts_total", "Headers whose columns differ from those of earlier lines of the same tag.");
    private static readonly Counter ForgottenRow = new("streams_forgotten_total", "Tags, files and objects whose columns were forgotten to make room for others.");
    private static readonly Counter ControlsRow = new("control_messages_total", "CloudWatch control messages removed.");
    private static readonly Counter PassedWithoutTextRow = PassedRow("no_text"), PassedRecordsRow = PassedRow("record"), PassedBlankRow = PassedRow("blank");
    private static readonly Counter UnreadableRow = new("unreadable_buffers_total", "Buffers with data that are not Fluent Bit events.");

    public long Records;

    /// <summary>The text itself shows that it is no record.</summary>
    public long MalformedByContent;

    /// <summary>The text may be a record, but its columns are not known.</summary>
    public long MalformedByColumns;

    public long Headers;
    public long HeaderConflicts;
    public long ForgottenStreams;
    public long Controls;
    public long PassedWithoutText;

    /// <summary>Events that were records of ours already.</summary>
    public long PassedRecords;

    public long PassedBlank;
    public long Unreadable;

    public long Malformed => MalformedByContent + MalformedByColumns;

    public long Passed => PassedWithoutText + PassedRecords + PassedBlank;

    public void Report(CounterSink sink)
    {
        sink.Report(RecordsRow, Records);
        sink.Report(MalformedByContentRow, MalformedByContent);
        sink.Report(MalformedByColumnsRow, MalformedByColumns);
        sink.Report(HeadersRow, Headers);
        sink.Report(ConflictsRow, HeaderConflicts);
        sink.Report(ForgottenRow, ForgottenStreams);
        sink.Report(ControlsRow, Controls);
        sink.Report(PassedWithoutTextRow, PassedWithoutText);
        sink.Report(PassedRecordsRow, PassedRecords);
        sink.Report(PassedBlankRow, PassedBlank);
        sink.Report(UnreadableRow, Unreadable);
    }

    /// <summary>One line for the log.</summary>
    public override string ToString() =>
        $"records={Records} malformed={Malformed} headers={Headers} passed={Passed} unreadable={Unreadable}";

    private static Counter MalformedRow(string reason) => new(MalformedName, MalformedHelp, label: "reason", labelValue: reason);

    private static Counter PassedRow(string reason) => new(PassedName, PassedHelp, label: "reason", labelValue: reason);
}
