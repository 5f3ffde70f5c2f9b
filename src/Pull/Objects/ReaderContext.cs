// Objects: what all readers of an engine share.
using Sluice.Pull.Calls;
using Sluice.Pull.Counters;
using Sluice.Pull.Log;
using Sluice.Pull.Messages;
using Sluice.Pull.Settings;
using Sluice.Pull.Time;

namespace Sluice.Pull.Objects;

/// <summary>What a reader works with.</summary>
internal sealed record ReaderContext(PullSettings Settings, IEngineCalls Calls, PullCounters Counters, FaultCircuit Circuit, IPullLog Log, IEngineClock Clock,
    CancellationToken Stop)
{
    /// <summary>Holds back the log lines of faults that repeat.</summary>
    public RepeatedLine Repeated { get; } = new(Log, Clock.Now);

    public BucketGuard Guard { get; } = new(Settings.AllowBuckets);

    public ParquetTurns Parquet { get; } = new(Settings);

    public RegionMap Regions { get; } = new(Calls, Log, Clock);

    /// <summary>Opens an object; <paramref name="beforeWait"/> runs before a pause between two tries.</summary>
    public ObjectStream Open(ObjectRef item, Action beforeWait) =>
        new(Calls, Regions, item, Settings, Counters, Log, Clock, Repeated, beforeWait, Stop);
}
