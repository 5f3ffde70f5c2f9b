// Simulation: the kinds of calls.
namespace Sluice.Pull.Tests;

/// <summary>A kind of call.</summary>
internal enum SimCall
{
    Receive,
    Delete,
    Hide,
    State,
    Open,
    Region,
}
