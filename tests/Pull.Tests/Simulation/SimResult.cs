// Simulation: how a run ended.
namespace Sluice.Pull.Tests;

/// <summary>The end of a run.</summary>
internal sealed record SimResult(SimViolation? Violation, ulong Hash, long Calls, long Steps, TimeSpan Virtual, SimTale? Tale);
