// Output: standard output as a receiver; what is written is confirmed.
using Sluice.Deliver.Sinks;
using Sluice.Pull.Delivery;

namespace Sluice.Cli.Output;

/// <summary>Writes on the caller's thread, a batch at a time.</summary>
internal sealed class StdoutSink(StandardOutput output) : ISink
{
    public string Name => "stdout";

    public SinkCounters Counters { get; } = new("stdout");

    public Exception? Fault { get; private set; }

    public void Put(SealedBatch batch, int records)
    {
        bool whole = records >= batch.Records;
        bool written = false;
        try
        {
            var bytes = whole ? batch.Batch.Bytes : FirstLines(batch.Batch.Bytes, records);
            output.Write(bytes);
            Counters.Wrote(records, bytes.Length);
            written = true;
        }
        catch (Exception e) when (e is OutputException or ClosedPipeException)
        {
            Fault = e;
        }

        // If only part of the batch was wanted, its messages stay in the queue.
        batch.Release(written && whole);
    }

    public void Finish()
    {
    }

    /// <summary>A write that is under way cannot be cancelled.</summary>
    public void StopWithin(TimeSpan time)
    {
    }

    public void Dispose()
    {
    }

    private static ReadOnlySpan<byte> FirstLines(ReadOnlySpan<byte> bytes, long lines)
    {
        int end = 0;
        for (; lines > 0; lines--)
            end += bytes[end..].IndexOf((byte)'\n') + 1;
        return bytes[..end];
    }
}
