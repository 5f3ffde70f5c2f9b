// Simulation: a promise was broken.
namespace Sluice.Pull.Tests;

/// <summary>Ends a run.</summary>
internal sealed class SimViolation(string message) : Exception(message);
