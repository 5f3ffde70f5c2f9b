// Testing: what code allocates once the runtime has optimised it.
using System.Diagnostics;

namespace Sluice.Testing;

/// <summary>
/// Code that the runtime has not optimised yet makes objects of numbers, and it optimises in the background, when the
/// machine has time. So a run that allocates too much is repeated: code that allocates does so in every run.
/// </summary>
public static class Allocation
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The bytes that a run allocates on this thread; the first run that is within <paramref name="most"/> counts, otherwise the last.</summary>
    public static long Of(Action run, long most)
    {
        ArgumentNullException.ThrowIfNull(run);
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            run();
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated <= most || Stopwatch.GetElapsedTime(began) > Patience)
                return allocated;
            Thread.Sleep(50);
        }
    }
}
