// Objects: Parquet needs much more memory than text, so not every reader may read it at once.
using Sluice.Parquet.Limits;
using Sluice.Pull.Settings;

namespace Sluice.Pull.Objects;

/// <summary>
/// Half the memory budget is for Parquet. It is divided into turns of 32 MiB or more; a reader without a turn waits, with
/// its object spooled.
/// </summary>
internal sealed class ParquetTurns : IDisposable
{
    private const long LeastPerTurn = 32 << 20;

    // Ends a read that would go on for ever; a good object of 8 GiB takes a few minutes.
    private static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _free;

    public ParquetTurns(PullSettings settings)
    {
        long half = settings.MemoryBudget / 2;
        int turns = (int)Math.Clamp(half / LeastPerTurn, 1, Environment.ProcessorCount);
        _free = new SemaphoreSlim(turns);
        Limits = new ParquetLimits
        {
            MaxObjectSize = settings.MaxObjectSize,
            MaxRatio = settings.MaxRatio,
            MaxMemory = Math.Max(LeastPerTurn, half / turns),
            MaxLineBytes = settings.MaxLineSize,
            MaxTime = MaxTime,
        };
    }

    /// <summary>What a turn allows.</summary>
    public ParquetLimits Limits { get; }

    /// <summary>Waits for a turn; dispose it to give it back. A reader must not hold a batch while it waits.</summary>
    public Turn Take(CancellationToken stop)
    {
        _free.Wait(stop);
        return new Turn(_free);
    }

    public void Dispose() => _free.Dispose();

    /// <summary>A turn that was taken.</summary>
    internal readonly struct Turn(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
