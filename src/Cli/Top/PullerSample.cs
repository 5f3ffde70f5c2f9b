// Top: the numbers of one puller at one moment.
namespace Sluice.Cli.Top;

/// <summary>Sums of what a scrape says of one puller: counters since its start, gauges now.</summary>
internal sealed class PullerSample(string name)
{
    private const string InHost = "sluice_input_", OfFilter = "sluice_filter_", Bare = "sluice_";

    private readonly SortedDictionary<string, double> _errors = new(StringComparer.Ordinal);

    /// <summary>The instance's name in its host; empty where the process is the puller.</summary>
    public string Name => name;

    public double Messages { get; private set; }

    public double Objects { get; private set; }

    public double Records { get; private set; }

    public double Bytes { get; private set; }

    public double Lag { get; private set; }

    public double Queue { get; private set; }

    public double Held { get; private set; }

    public bool Paused { get; private set; }

    /// <summary>Messages kept and calls that failed, by what went wrong.</summary>
    public IReadOnlyDictionary<string, double> ErrorsBy => _errors;

    public double Errors => _errors.Values.Sum();

    /// <summary>The pullers of a scrape, by name; a host's other metrics are ignored.</summary>
    public static SortedDictionary<string, PullerSample> Of(IEnumerable<Sample> samples)
    {
        var pullers = new SortedDictionary<string, PullerSample>(StringComparer.Ordinal);
        foreach (var sample in samples)
        {
            bool inHost = sample.Name.StartsWith(InHost, StringComparison.Ordinal);
            if (!inHost && (sample.Name.StartsWith(OfFilter, StringComparison.Ordinal) || !sample.Name.StartsWith(Bare, StringComparison.Ordinal)))
                continue;
            string name = inHost ? sample.Labels.GetValueOrDefault("name") ?? "" : "";
            if (!pullers.TryGetValue(name, out var puller))
                pullers[name] = puller = new(name);
            puller.Add(sample.Name[(inHost ? InHost : Bare).Length..], sample);
        }
        return pullers;
    }

    /// <summary>Whether a counter is lower than in <paramref name="other"/>: then another process counts now.</summary>
    public bool IsBefore(PullerSample other) => Messages < other.Messages || Objects < other.Objects || Records < other.Records || Bytes < other.Bytes || Errors < other.Errors;

    private void Add(string metric, Sample sample)
    {
        switch (metric)
        {
            case "messages_deleted_total":
                Messages += sample.Value;
                break;
            case "objects_total" when sample.Labels.GetValueOrDefault("outcome") == "delivered":
                Objects += sample.Value;
                break;
            case "records_total":
                Records += sample.Value;
                break;
            case "bytes_in_total":
                Bytes += sample.Value;
                break;
            case "event_lag_seconds":
                Lag = sample.Value;
                break;
            case "queue_depth":
                Queue = sample.Value;
                break;
            case "in_flight_messages":
                Held = sample.Value;
                break;
            case "paused":
                Paused = sample.Value > 0;
                break;
            // No errors: what a stop left, and messages whose outcome was delivered or nothing to do.
            case "messages_kept_total" when sample.Labels.GetValueOrDefault("outcome") is { } outcome and not ("delivered" or "nothing_to_do" or "abandoned"):
                Failed("kept " + outcome, sample.Value);
                break;
            case "queue_errors_total":
                Failed("queue calls", sample.Value);
                break;
            case "object_retries_total":
                Failed("object retries", sample.Value);
                break;
            case "sink_retries_total":
                Failed("delivery retries", sample.Value);
                break;
            case "sink_events_refused_total":
                Failed("events refused", sample.Value);
                break;
        }
    }

    private void Failed(string what, double count)
    {
        if (count > 0)
            _errors[what] = _errors.GetValueOrDefault(what) + count;
    }
}
