// Sinks: what a sink counts.
using Sluice.Pull.Counters;

namespace Sluice.Deliver.Sinks;

/// <summary>The numbers of one sink, each under the label <c>sink</c>.</summary>
public sealed class SinkCounters
{
    private readonly List<PullCounter> _all = [];
    private readonly string _sink;
    private long _busyMilliseconds;

    /// <summary>All at zero, for the sink of that name.</summary>
    public SinkCounters(string sink)
    {
        _sink = sink;
        Sent = Counter("sink_events_sent_total", "Events sent in requests, including repeated ones");
        Confirmed = Counter("sink_events_confirmed_total", "Events confirmed by the receiver");
        Refused = Counter("sink_events_refused_total", "Events refused by the receiver, or too large for it");
        Resent = Counter("sink_events_resent_total", "Events sent again to find those that were refused; the receiver may have them twice");
        Requests = Counter("sink_requests_total", "Requests");
        Retries = Counter("sink_retries_total", "Requests repeated after a transient failure");
        Bytes = Counter("sink_bytes_total", "Bytes of requests as sent");
        Seconds = Counter("sink_in_flight_seconds_total", "Seconds that batches were in flight, summed over all of them");
        InFlight = Counter("sink_in_flight", "Batches in flight", isGauge: true);
    }

    /// <summary>Every counter.</summary>
    public IReadOnlyList<PullCounter> All => _all;

    /// <summary>Events in requests.</summary>
    public PullCounter Sent { get; }

    /// <summary>Events confirmed, once each.</summary>
    public PullCounter Confirmed { get; }

    /// <summary>Events refused.</summary>
    public PullCounter Refused { get; }

    /// <summary>Events sent again to find refused ones.</summary>
    public PullCounter Resent { get; }

    /// <summary>Requests.</summary>
    public PullCounter Requests { get; }

    /// <summary>Requests repeated.</summary>
    public PullCounter Retries { get; }

    /// <summary>Bytes of requests.</summary>
    public PullCounter Bytes { get; }

    /// <summary>Seconds under way.</summary>
    public PullCounter Seconds { get; }

    /// <summary>Batches under way.</summary>
    public PullCounter InFlight { get; }

    /// <summary>A batch that was written and is done.</summary>
    public void Wrote(int events, int bytes)
    {
        Sent.Add(events);
        Confirmed.Add(events);
        Bytes.Add(bytes);
    }

    internal void Began() => InFlight.Add(1);

    internal void Ended(TimeSpan elapsed)
    {
        InFlight.Add(-1);
        Seconds.Set(Interlocked.Add(ref _busyMilliseconds, (long)elapsed.TotalMilliseconds) / 1000);
    }

    private PullCounter Counter(string name, string help, bool isGauge = false)
    {
        var counter = new PullCounter(name, help, isGauge, "sink", _sink);
        _all.Add(counter);
        return counter;
    }
}
