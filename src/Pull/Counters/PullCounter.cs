// Counters: one number.
namespace Sluice.Pull.Counters;

/// <summary>A counter or gauge; safe for any number of threads.</summary>
public sealed class PullCounter
{
    private long _value;

    internal PullCounter(string name, string help, bool isGauge, string? label, string? labelValue)
    {
        Name = name;
        Help = help;
        IsGauge = isGauge;
        Label = label;
        LabelValue = labelValue;
    }

    /// <summary>In Prometheus's spelling, without the product's prefix.</summary>
    public string Name { get; }

    /// <summary>One sentence.</summary>
    public string Help { get; }

    /// <summary>Whether it may go down.</summary>
    public bool IsGauge { get; }

    /// <summary>The name of its one label, or null.</summary>
    public string? Label { get; }

    /// <summary>The value of its label.</summary>
    public string? LabelValue { get; }

    /// <summary>The number now.</summary>
    public long Value => Interlocked.Read(ref _value);

    internal void Add(long amount) => Interlocked.Add(ref _value, amount);

    internal void Set(long value) => Interlocked.Exchange(ref _value, value);
}
