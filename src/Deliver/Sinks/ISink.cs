// Sinks: where records go, and who says that they have arrived.
using Sluice.Pull.Delivery;

namespace Sluice.Deliver.Sinks;

/// <summary>
/// A receiver that confirms. A batch is released as delivered only once the receiver has every event of it, and as not
/// delivered when it cannot have them: its messages then stay in the queue.
/// </summary>
public interface ISink : IDisposable
{
    /// <summary>Its name in counters and logs.</summary>
    string Name { get; }

    /// <summary>What was delivered, in counters of its own.</summary>
    SinkCounters Counters { get; }

    /// <summary>Why nothing can be delivered any more, in one line; null while something can.</summary>
    Exception? Fault { get; }

    /// <summary>
    /// Takes over a batch, of which the first <paramref name="records"/> events are to go out, and releases it later.
    /// Waits while the most batches allowed are under way. Called by one thread.
    /// </summary>
    void Put(SealedBatch batch, int records);

    /// <summary>Waits until nothing is under way.</summary>
    void Finish();

    /// <summary>
    /// Ends what is still under way after this time; what was not confirmed counts as not delivered. Called by any thread.
    /// </summary>
    void StopWithin(TimeSpan time);
}
