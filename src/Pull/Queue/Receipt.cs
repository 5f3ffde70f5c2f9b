// Queue: a message that is held, from its receipt to its fate.
namespace Sluice.Pull;

/// <summary>
/// Counts what is still open of a message: its unpacking, each of its objects, each batch with records of
/// it. When nothing is open any more it is settled, once.
/// </summary>
internal sealed class Receipt(string messageId, string handle, int receives, Action<Receipt> whenSettled)
{
    private readonly Lock _gate = new();
    private int _open = 1;
    private int _worst;
    private List<string>? _done;

    public string MessageId { get; } = messageId;

    /// <summary>The newest handle: a message that came again while it was held brings a better one.</summary>
    public volatile string Handle = handle;

    public int Receives { get; } = receives;

    /// <summary>The server said that the receipt ran out; readers stop emitting.</summary>
    public volatile bool Lost;

    /// <summary>When the last extension (or the receive) was, in milliseconds of <see cref="Environment.TickCount64"/>.</summary>
    public long ExtendedAt = Environment.TickCount64;

    /// <summary>Its fate is decided and only has to be carried out; it must not be extended past it.</summary>
    public volatile bool Leaving;

    /// <summary>What decides over the message.</summary>
    public Outcome Worst => (Outcome)Volatile.Read(ref _worst);

    /// <summary>Objects handed over in full.</summary>
    public IReadOnlyList<string> Done
    {
        get
        {
            lock (_gate)
                return _done is null ? [] : [.. _done];
        }
    }

    /// <summary>One more thing is open.</summary>
    public void Hold() => Interlocked.Increment(ref _open);

    /// <summary>One thing ended thus; the last one settles the receipt.</summary>
    public void Release(Outcome outcome)
    {
        int seen = Volatile.Read(ref _worst);
        while (seen < (int)outcome)
        {
            int before = Interlocked.CompareExchange(ref _worst, (int)outcome, seen);
            if (before == seen)
                break;
            seen = before;
        }
        if (Interlocked.Decrement(ref _open) == 0)
            whenSettled(this);
    }

    /// <summary>Remembers an object that needs no second reading.</summary>
    public void NoteDone(string item)
    {
        lock (_gate)
            (_done ??= []).Add(item);
    }
}
