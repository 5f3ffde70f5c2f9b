// Simulation: what an engine logs; what nobody foresaw is a fault.
namespace Sluice.Pull.Tests;

/// <summary>The log of one puller.</summary>
internal sealed class SimLog(SimWorld world, SimPuller puller) : IPullLog
{
    private static readonly string[] Unforeseen = ["engine_error", "object_error", "message_error"];

    /// <summary>Messages that came again while they were held.</summary>
    public int CameAgain { get; private set; }

    /// <summary>Messages that could not be deleted although all of them was out.</summary>
    public int NotDeleted { get; private set; }

    /// <summary>Messages that were kept and rest.</summary>
    public HashSet<string> Resting { get; } = [];

    public bool IsEnabled(LogLevel level) => world.Tale is not null;

    public void Log(LogLevel level, string text)
    {
    }

    public void Write(LogLevel level, LogEvent entry)
    {
        if (!puller.Clock.Alive)
            return;
        if (entry.Name == "message_came_again")
            CameAgain++;
        else if (entry.Name == "delete_failed")
            NotDeleted++;
        else if (entry.Name == "message_kept")
            Resting.Add((string)entry.Fields.First(field => field.Key == "message").Value!);
        world.Tale?.Tell($"puller {puller.Number} {level}: {entry}");
        if (Unforeseen.Contains(entry.Name))
            world.Break($"unforeseen: {entry}");
    }
}
