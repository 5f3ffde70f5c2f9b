// Tests: those that need the machine for themselves.
namespace Sluice.Pull.Tests;

/// <summary>Tests that measure, or that load every core, run one after another when all others are done.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";

    /// <summary>Longer runs and more of them.</summary>
    public static bool Soak => Environment.GetEnvironmentVariable("SLUICE_SOAK") is "1" or "true";
}
