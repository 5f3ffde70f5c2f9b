// Runs: takes sealed batches and gives them to the receiver.
using Sluice.Core.Settings;
using Sluice.Deliver.Sinks;
using Sluice.Pull;
using Sluice.Pull.Delivery;

namespace Sluice.Cli.Runs;

/// <summary>The consumer of the engine on a command line; runs on the main thread.</summary>
internal sealed class RecordPump(PullEngine engine, ISink sink, long? mostRecords, OutputEncoding encoding)
{
    /// <summary>Events given to the receiver: records, and malformed lines that are kept.</summary>
    public long Events { get; private set; }

    /// <summary>Of these, malformed lines.</summary>
    public long Malformed { get; private set; }

    /// <summary>As many events were given as were asked for.</summary>
    public bool HasEnough => Events >= mostRecords;

    /// <summary>Works until the engine has no more, enough is given, or the receiver takes no more; then until all of it has arrived or failed.</summary>
    public void Run()
    {
        while (!engine.Completed && sink.Fault is null && !HasEnough)
        {
            if (engine.TryTake(out var batch, 200))
                Put(batch);
        }

        sink.Finish();
    }

    private void Put(SealedBatch batch)
    {
        long left = (mostRecords ?? long.MaxValue) - Events;
        // MessagePack has no line ends to cut at: the batch goes out whole.
        int records = encoding == OutputEncoding.MsgPack ? batch.Records : (int)Math.Min(batch.Records, left);
        Events += records;
        Malformed += Math.Min(batch.Malformed, records);
        sink.Put(batch, records);
    }
}
