// Testing: how many damaged inputs a fuzz test tries.
// SLUICE_FUZZ_COUNT sets the number, SLUICE_FUZZ_SECONDS goes on for so long instead, SLUICE_FUZZ_SEED is the first seed.
using System.Diagnostics;
using System.Globalization;

namespace Sluice.Testing;

public static class Fuzz
{
    /// <summary>Of a test that nobody asked for more of: enough to see that it works.</summary>
    private const long DefaultCount = 5_000;

    /// <summary>How many inputs are wanted of a test that could try them all.</summary>
    public static long Count { get; } = Setting("SLUICE_FUZZ_COUNT") ?? DefaultCount;

    private static long? Seconds => Setting("SLUICE_FUZZ_SECONDS");

    /// <summary>A seed for each input, in order; the test names it when the input fails.</summary>
    public static IEnumerable<int> Seeds()
    {
        var clock = Stopwatch.StartNew();
        long first = Setting("SLUICE_FUZZ_SEED") ?? 20261126;
        for (long n = 0; Seconds is { } most ? clock.Elapsed.TotalSeconds < most : n < Count; n++)
            yield return (int)(first + n);
    }

    private static long? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;
}
