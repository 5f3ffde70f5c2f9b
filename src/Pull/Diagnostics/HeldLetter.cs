// Diagnostics: one dead letter while it is held.
using Sluice.Pull.Aws;

namespace Sluice.Pull.Diagnostics;

/// <summary>A message, and until when it is hidden from everybody else.</summary>
internal sealed class HeldLetter(DeadLetter letter, long until)
{
    private long _until = until;
    private volatile bool _gone;

    public DeadLetter Letter => letter;

    public string Handle => letter.Received.Handle;

    /// <summary>By <see cref="Environment.TickCount64"/>; counted from when the last confirmed call was sent.</summary>
    public long Until
    {
        get => Interlocked.Read(ref _until);
        set => Interlocked.Exchange(ref _until, value);
    }

    /// <summary>Moved, or somebody else's: neither extended nor given back any more.</summary>
    public bool Gone
    {
        get => _gone;
        set => _gone = value;
    }
}
