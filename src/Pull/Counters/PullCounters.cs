// Counters: all of them, in one place. System.Diagnostics.Metrics, the Prometheus page and the hosts'
// metrics are three views of this one table.
using System.Diagnostics.Metrics;
using Sluice.Core.Records;
using Sluice.Pull.Notices;
using Sluice.Pull.Policy;

namespace Sluice.Pull.Counters;

/// <summary>The numbers of one engine.</summary>
public sealed class PullCounters : IDisposable
{
    /// <summary>The name of the meter, for listeners of System.Diagnostics.Metrics.</summary>
    public const string MeterName = "Sluice.Pull";

    /// <summary>The reason for a message that was deleted because all of its objects were left out.</summary>
    internal const string AllSkipped = "skipped";

    /// <summary>Why something was given back: the host did not keep it, the engine stopped, its receipt ran out.</summary>
    internal const string Refused = "refused", Stop = "stop", Expired = "lost";

    /// <summary>Why a message came again, besides <see cref="Expired"/>; "elsewhere" is another puller or an earlier run.</summary>
    internal const string GivenBack = "given_back", Kept = "kept", Elsewhere = "elsewhere";

    private readonly List<PullCounter> _all = [];
    private readonly Dictionary<string, PullCounter> _shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PullCounter> _withoutObject = new(StringComparer.Ordinal), _skipped = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PullCounter> _givenBack = new(StringComparer.Ordinal), _eventsGivenBack = new(StringComparer.Ordinal), _cameAgain = new(StringComparer.Ordinal);
    private readonly PullCounter[] _kept;
    private readonly PullCounter[] _objects;
    private readonly Meter _meter = new(MeterName);

    internal PullCounters()
    {
        Received = Counter("messages_received_total", "Messages received");
        foreach (bool viaSns in (ReadOnlySpan<bool>)[false, true])
        {
            foreach (var shape in Enum.GetValues<NoticeShape>())
            {
                string label = Notice.LabelOf(shape, viaSns);
                if (!_shapes.ContainsKey(label))
                    _shapes.Add(label, Counter("messages_by_shape_total", "Messages by the shape of the body", "shape", label));
            }
        }
        Deleted = Counter("messages_deleted_total", "Messages deleted after their work was done");
        _kept = ByOutcome("messages_kept_total", "Messages left in the queue, by reason");
        foreach (string reason in (ReadOnlySpan<string>)[Refused, Stop])
            _givenBack.Add(reason, Counter("messages_given_back_total", "Messages given back at once, by reason", "reason", reason));
        foreach (string reason in (ReadOnlySpan<string>)[Kept, GivenBack, Expired, Elsewhere])
            _cameAgain.Add(reason, Counter("messages_repeated_total", "Messages received again, by what happened to them before", "reason", reason));
        _objects = ByOutcome("objects_total", "Objects read, by outcome");
        foreach (string reason in (ReadOnlySpan<string>)["test", "subscription", "nothing_created", AllSkipped])
            _withoutObject.Add(reason, Counter("messages_without_object_total", "Messages deleted without reading an object, by reason", "reason", reason));
        foreach (string rule in (ReadOnlySpan<string>)[KeyFilter.BySkip, KeyFilter.ByPattern])
            _skipped.Add(rule, Counter("objects_skipped_total", "Objects skipped, by the setting that excludes them", "rule", rule));
        Changed = Counter("objects_changed_total", "Objects overwritten after their notification was sent");
        Records = Counter("records_total", "Flow-log records handed to the host");
        Events = Counter("events_total", "Events handed to the host: records, and malformed lines that are kept");
        foreach (string reason in (ReadOnlySpan<string>)[Refused, Stop, Expired])
            _eventsGivenBack.Add(reason, Counter("events_given_back_total", "Events that the host took but did not keep, by reason; they come again", "reason", reason));
        EventsRepeated = Counter("events_repeated_total", "Events handed to the host again, as far as this process knows");
        Malformed = Counter("malformed_total", "Lines that are not records, kept or dropped");
        Dropped = Counter("dropped_total", "Malformed lines dropped");
        NoData = Counter("nodata_total", "Records with status NODATA");
        SkipData = Counter("skipdata_total", "Records with status SKIPDATA");
        ExtraColumns = Counter("extra_columns_total", "Records with more columns than their format has");
        BytesIn = Counter("bytes_in_total", "Bytes of objects as stored");
        BytesInflated = Counter("bytes_inflated_total", "Bytes of objects after inflating");
        BytesOut = Counter("bytes_out_total", "Bytes of records handed to the host");
        Extended = Counter("visibility_extensions_total", "Extensions of a message's visibility");
        Lost = Counter("visibility_lost_total", "Receipts that expired while their message was being processed");
        QueueErrors = Counter("queue_errors_total", "Failed calls to the queue");
        Retries = Counter("object_retries_total", "Objects reopened after a transient failure");
        EventLag = Gauge("event_lag_seconds", "Age of the newest object's event when it was read");
        QueueLag = Gauge("queue_lag_seconds", "Time the newest message had waited in the queue");
        QueueDepth = Gauge("queue_depth", "Messages waiting in the queue");
        InFlightMessages = Gauge("in_flight_messages", "Messages held");
        InFlightBytes = Gauge("in_flight_bytes", "Memory of batches in use");
        Paused = Gauge("paused", "1 while the host accepts no records");
    }

    /// <summary>Every counter, those of one name together.</summary>
    public IReadOnlyList<PullCounter> All => _all;

    /// <summary>Messages received.</summary>
    public PullCounter Received { get; }

    /// <summary>Messages deleted.</summary>
    public PullCounter Deleted { get; }

    /// <summary>Flow-log records handed over and released as delivered.</summary>
    public PullCounter Records { get; }

    /// <summary>Events handed over and released as delivered: records, and malformed lines that are kept.</summary>
    public PullCounter Events { get; }

    /// <summary>Events handed out again.</summary>
    public PullCounter EventsRepeated { get; }

    /// <summary>Malformed lines, kept or dropped.</summary>
    public PullCounter Malformed { get; }

    /// <summary>Malformed lines dropped.</summary>
    public PullCounter Dropped { get; }

    /// <summary>Objects that were not the ones their notices named.</summary>
    public PullCounter Changed { get; }

    /// <summary>Records of status NODATA.</summary>
    public PullCounter NoData { get; }

    /// <summary>Records of status SKIPDATA.</summary>
    public PullCounter SkipData { get; }

    /// <summary>Records with more columns than their format names.</summary>
    public PullCounter ExtraColumns { get; }

    /// <summary>Bytes of objects as stored.</summary>
    public PullCounter BytesIn { get; }

    /// <summary>Bytes of objects inflated.</summary>
    public PullCounter BytesInflated { get; }

    /// <summary>Bytes of records handed over.</summary>
    public PullCounter BytesOut { get; }

    /// <summary>Visibility extensions.</summary>
    public PullCounter Extended { get; }

    /// <summary>Receipts lost.</summary>
    public PullCounter Lost { get; }

    /// <summary>Failed calls to the queue.</summary>
    public PullCounter QueueErrors { get; }

    /// <summary>Objects reopened.</summary>
    public PullCounter Retries { get; }

    /// <summary>Age of the newest object's event, in seconds.</summary>
    public PullCounter EventLag { get; }

    /// <summary>Time the newest message had waited, in seconds.</summary>
    public PullCounter QueueLag { get; }

    /// <summary>Messages that wait.</summary>
    public PullCounter QueueDepth { get; }

    /// <summary>Messages held.</summary>
    public PullCounter InFlightMessages { get; }

    /// <summary>Memory of batches in use.</summary>
    public PullCounter InFlightBytes { get; }

    /// <summary>Whether the engine is paused.</summary>
    public PullCounter Paused { get; }

    /// <summary>Messages left in the queue, whatever the reason.</summary>
    public long KeptTotal => _kept.Sum(counter => counter.Value);

    /// <summary>Objects that did not end as delivered, whatever the reason.</summary>
    public long ObjectsFailed => _objects.Sum(counter => counter.Value) - ObjectsBy(Outcome.Delivered).Value;

    /// <summary>Objects read to their end.</summary>
    public long ObjectsDone => ObjectsBy(Outcome.Delivered).Value;

    /// <summary>Messages that were deleted without an object read, and why; empty when there were none.</summary>
    public string WithoutObjectText => string.Join(", ", _withoutObject.Where(pair => pair.Value.Value > 0).Select(pair => $"{pair.Value.Value} {pair.Key}"));

    internal PullCounter WithoutObject(string reason) => _withoutObject[reason];

    internal PullCounter Skipped(string rule) => _skipped[rule];

    internal PullCounter GivenBackBy(string reason) => _givenBack[reason];

    internal PullCounter EventsGivenBackBy(string reason) => _eventsGivenBack[reason];

    internal PullCounter CameAgain(string reason) => _cameAgain[reason];

    internal PullCounter ByShape(Notice notice) => _shapes[notice.Label];

    internal PullCounter KeptBy(Outcome outcome) => _kept[(int)outcome];

    internal PullCounter ObjectsBy(Outcome outcome) => _objects[(int)outcome];

    /// <summary>Adds what a parser counted in one object, beyond what was counted of it before.</summary>
    internal void Add(in ParseCounts counts, in ParseCounts before, bool dropped)
    {
        long malformed = Math.Max(0, counts.Malformed - before.Malformed);
        Malformed.Add(malformed);
        if (dropped)
            Dropped.Add(malformed);
        NoData.Add(Math.Max(0, counts.NoData - before.NoData));
        SkipData.Add(Math.Max(0, counts.SkipData - before.SkipData));
        ExtraColumns.Add(Math.Max(0, counts.ExtraColumns - before.ExtraColumns));
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private PullCounter[] ByOutcome(string name, string help) =>
        [.. Enum.GetValues<Outcome>().Select(outcome => Counter(name, help, "outcome", Outcomes.Label(outcome)))];

    private PullCounter Counter(string name, string help, string? label = null, string? labelValue = null)
    {
        var counter = new PullCounter(name, help, false, label, labelValue);
        _all.Add(counter);
        _meter.CreateObservableCounter(MeterInstrument(name), () => Measure(counter), null, help);
        return counter;
    }

    private PullCounter Gauge(string name, string help)
    {
        var counter = new PullCounter(name, help, true, null, null);
        _all.Add(counter);
        _meter.CreateObservableGauge(MeterInstrument(name), () => Measure(counter), null, help);
        return counter;
    }

    private static string MeterInstrument(string name) => "sluice_" + name;

    private static Measurement<long> Measure(PullCounter counter) => counter.Label is null
        ? new(counter.Value)
        : new(counter.Value, new KeyValuePair<string, object?>(counter.Label, counter.LabelValue));
}
