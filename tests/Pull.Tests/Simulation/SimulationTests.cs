// The pull engine in virtual time: thousands of worlds, each made by a seed. SLUICE_SIM_SEED plays one seed and tells what
// happened; SLUICE_SIM_COUNT says how many are played, SLUICE_SIM_FIRST from which on.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Sluice.Pull.Tests;

[Collection(Alone.Name)]
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int DefaultCount = 2000;
    private const int MostTold = 10;

    /// <summary>A small run needs no more calls than these.</summary>
    private const int MostCalls = 500;

    public static IEnumerable<object[]> Outcomes => Enum.GetValues<SimOutcome>().Where(outcome => outcome != SimOutcome.Answered).Select(outcome => new object[] { outcome.ToString() });

    [Fact]
    public void Seeds_EveryPromiseHolds()
    {
        if (Setting("SLUICE_SIM_SEED") is { } one)
        {
            var told = SimRun.OfSeed(one, tell: true);
            output.WriteLine($"{told.Tale}");
            Assert.True(told.Violation is null, $"seed {one}: {told.Violation?.Message}");
            return;
        }
        int first = Setting("SLUICE_SIM_FIRST") ?? 1, count = Setting("SLUICE_SIM_COUNT") ?? DefaultCount;
        long began = Stopwatch.GetTimestamp(), calls = 0, seconds = 0;
        var failed = new ConcurrentBag<string>();
        Parallel.For(first, first + count, (seed, loop) =>
        {
            var result = SimRun.OfSeed(seed);
            Interlocked.Add(ref calls, result.Calls);
            Interlocked.Add(ref seconds, (long)result.Virtual.TotalSeconds);
            if (result.Violation is not { } violation)
                return;
            failed.Add($"seed {seed}: {violation.Message}");
            if (failed.Count >= MostTold)
                loop.Stop();
        });
        output.WriteLine($"{count} seeds, {calls} calls, {seconds / 3600} hours in {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s");
        Assert.True(failed.IsEmpty, string.Join('\n', failed) + "\nSLUICE_SIM_SEED=<seed> dotnet test tests/Pull.Tests -c Release --filter SimulationTests.Seeds --logger 'console;verbosity=detailed' replays one and tells what happened");
    }

    [Fact]
    public void Seed_PlayedAgain_IsTheSameRun()
    {
        for (int seed = 1; seed <= 50; seed++)
        {
            var once = SimRun.OfSeed(seed);
            var again = SimRun.OfSeed(seed);
            Assert.Equal((once.Hash, once.Calls, once.Steps, once.Virtual), (again.Hash, again.Calls, again.Steps, again.Virtual));
        }
    }

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void NthCall_Fails_EveryPromiseHolds(string outcome)
    {
        var chosen = Enum.Parse<SimOutcome>(outcome);
        for (int seed = 1; seed <= 2; seed++)
        {
            int nth = 1;
            for (; nth < MostCalls; nth++)
            {
                var fault = new NthFault(nth, chosen);
                var result = SimRun.OfNth(fault, seed);
                Assert.True(result.Violation is null, $"seed {seed}, call {nth} {outcome}: {result.Violation?.Message}\n{(result.Violation is null ? null : SimRun.OfNth(new NthFault(nth, chosen), seed, tell: true).Tale)}");
                if (!fault.Reached)
                    break;
            }
            Assert.InRange(nth, 20, MostCalls - 1);
        }
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
