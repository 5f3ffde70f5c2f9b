// Simulation: what happened, for a person who looks into a seed.
using System.Globalization;

namespace Sluice.Pull.Tests;

/// <summary>Lines with their virtual times.</summary>
internal sealed class SimTale(Simulation simulation)
{
    private const int Most = 20_000;

    private readonly Queue<string> _lines = new();

    public void Tell(string line)
    {
        simulation.Check();
        _lines.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{simulation.Now / 1000.0,10:F3} {line}"));
        if (_lines.Count > Most)
            _lines.Dequeue();
    }

    public override string ToString() => string.Join('\n', _lines);
}
