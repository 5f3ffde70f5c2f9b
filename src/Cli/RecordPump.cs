// CLI, Gate: takes sealed batches, writes them to standard output, and only then releases them.
using Sluice.Core;
using Sluice.Pull;

namespace Sluice.Cli;

/// <summary>The consumer of the engine on a command line; runs on the main thread.</summary>
internal sealed class RecordPump(PullEngine engine, StandardOutput output, long? mostRecords, OutputEncoding encoding)
{
    /// <summary>Events written: records, and malformed lines that are kept.</summary>
    public long Events { get; private set; }

    /// <summary>Of these, malformed lines.</summary>
    public long Malformed { get; private set; }

    /// <summary>As much was written as was asked for.</summary>
    public bool HasEnough => Events >= mostRecords;

    /// <summary>Why writing ended early; null when it did not.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Writes until the engine has no more, enough is written, or nobody reads.</summary>
    public void Run()
    {
        while (!engine.Completed)
        {
            if (!engine.TryTake(out var batch, 200))
                continue;
            bool delivered = false;
            try
            {
                delivered = TryWrite(batch);
            }
            catch (Exception e) when (e is OutputException or ClosedPipeException)
            {
                Fault = e;
            }
            batch.Release(delivered);
            if (Fault is not null || HasEnough)
                return;
        }
    }

    /// <summary>Writes a batch; false when only a part of it was wanted, so that its messages stay.</summary>
    private bool TryWrite(SealedBatch batch)
    {
        long left = (mostRecords ?? long.MaxValue) - Events;
        // Events of MessagePack have no line ends to count: there the batch is written whole.
        bool whole = batch.Records <= left || encoding == OutputEncoding.MsgPack;
        output.Write(whole ? batch.Batch.Bytes : FirstLines(batch.Batch.Bytes, left));
        Events += whole ? batch.Records : left;
        Malformed += Math.Min(batch.Malformed, whole ? batch.Records : left);
        return whole;
    }

    private static ReadOnlySpan<byte> FirstLines(ReadOnlySpan<byte> bytes, long lines)
    {
        int end = 0;
        for (; lines > 0; lines--)
            end += bytes[end..].IndexOf((byte)'\n') + 1;
        return bytes[..end];
    }
}
