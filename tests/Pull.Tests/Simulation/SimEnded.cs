// Simulation: unwinds a thread whose process has crashed.
namespace Sluice.Pull.Tests;

/// <summary>Thrown wherever a dead process would wait or call.</summary>
internal sealed class SimEnded() : Exception("the process has crashed");
