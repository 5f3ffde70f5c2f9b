// Simulation: how a consumer behaves.
namespace Sluice.Pull.Tests;

/// <summary>A consumer's ways.</summary>
/// <param name="SlowestMs">The longest it takes over a batch.</param>
/// <param name="Held">Batches that it keeps before it releases any, in any order.</param>
/// <param name="Refuses">How often it does not take a batch.</param>
/// <param name="PatienceMs">How long it waits for a batch at a time; -1: for ever.</param>
internal sealed record SimHabits(int SlowestMs, int Held, double Refuses, int PatienceMs)
{
    public static SimHabits Of(Random random, bool faults) => new(
        random.Next(4) switch { 0 => 30_000, 1 => 2_000, 2 => 50, _ => 0 },
        random.Next(3),
        faults && random.Next(3) == 0 ? 0.05 : 0,
        random.Next(3) == 0 ? 3_000 : Timeout.Infinite);
}
