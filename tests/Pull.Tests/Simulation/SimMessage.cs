// Simulation: a message of the queue, as the server knows it.
namespace Sluice.Pull.Tests;

/// <summary>A message and what became of it.</summary>
internal sealed class SimMessage(int number, string body, SimObject[] objects, bool readable)
{
    public int Number { get; } = number;

    public string Id { get; } = $"m{number}";

    public string Body { get; } = body;

    public SimObject[] Objects { get; } = objects;

    /// <summary>Its body is a notice.</summary>
    public bool Readable { get; } = readable;

    /// <summary>All that it names can be read.</summary>
    public bool Good => Readable && Array.TrueForAll(Objects, item => item.Good);

    public int Receives { get; set; }

    public long HiddenUntil { get; set; }

    public DateTimeOffset SentAt { get; set; }

    public SimReceive? Last { get; set; }

    public bool Deleted { get; set; }

    /// <summary>It is in the dead-letter queue.</summary>
    public bool Dead { get; set; }

    /// <summary>The server gave it out although it was hidden, as it may.</summary>
    public bool GivenTwice { get; set; }

    /// <summary>The server denied that one of its objects exists.</summary>
    public bool ToldMissing { get; set; }

    public bool Settled => Deleted || Dead;
}
