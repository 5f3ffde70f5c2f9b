// Limits: the time that reading one object takes.
using System.Diagnostics;

namespace Sluice.Parquet.Limits;

/// <summary>Runs while rows are being read, and stops while their consumer works.</summary>
internal sealed class ReadClock(TimeSpan limit, long stored)
{
    private readonly Stopwatch _watch = new();
    private CancellationToken _cancel;

    internal void Start(CancellationToken cancel)
    {
        _cancel = cancel;
        _watch.Start();
        Check();
    }

    internal void Stop() => _watch.Stop();

    internal void Check()
    {
        _cancel.ThrowIfCancellationRequested();
        if (_watch.Elapsed > limit)
            throw new ParquetLimitException($"reading its {stored} bytes takes longer than {limit.TotalSeconds:0} s");
    }
}
