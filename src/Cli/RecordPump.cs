// CLI, Gate: takes sealed batches, writes them to standard output, and only then releases them.
using Sluice.Core;
using Sluice.Pull;

namespace Sluice.Cli;

/// <summary>The consumer of the engine on a command line; runs on the main thread.</summary>
internal sealed class RecordPump(PullEngine engine, StandardOutput output, long? mostRecords, OutputEncoding encoding)
{
    /// <summary>Records written.</summary>
    public long Records { get; private set; }

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
                delivered = TryWrite(batch.Batch);
            }
            catch (Exception e) when (e is OutputException or ClosedPipeException)
            {
                Fault = e;
            }
            batch.Release(delivered);
            if (Fault is not null || Records >= mostRecords)
                return;
        }
    }

    /// <summary>Writes a batch; false when only a part of it was wanted, so that its messages stay.</summary>
    private bool TryWrite(Batch batch)
    {
        long left = (mostRecords ?? long.MaxValue) - Records;
        if (batch.Records <= left)
        {
            output.Write(batch.Bytes);
            Records += batch.Records;
            return true;
        }

        // Events of MessagePack have no line ends to count: there the batch is written whole.
        if (encoding == OutputEncoding.MsgPack)
        {
            output.Write(batch.Bytes);
            Records += batch.Records;
            return true;
        }

        output.Write(FirstLines(batch.Bytes, left));
        Records += left;
        return false;
    }

    private static ReadOnlySpan<byte> FirstLines(ReadOnlySpan<byte> bytes, long lines)
    {
        int end = 0;
        for (; lines > 0; lines--)
            end += bytes[end..].IndexOf((byte)'\n') + 1;
        return bytes[..end];
    }
}
