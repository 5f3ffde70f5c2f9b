// Messages: a message that is held, from its receipt to its fate.
using System.Collections.Concurrent;
using Sluice.Pull.Policy;

namespace Sluice.Pull.Messages;

/// <summary>
/// Counts what is still open of a message: its unpacking, each of its objects, each batch with records of
/// it. When nothing is open any more, the message is settled, once.
/// </summary>
/// <param name="messageId">The message's id.</param>
/// <param name="handle">The handle of this receive.</param>
/// <param name="receives">How often the message was received, this time included.</param>
/// <param name="clock">The clock, in milliseconds, of all times here.</param>
/// <param name="whenSettled">Called when nothing is open any more.</param>
/// <param name="hiddenMs">Milliseconds for which the server hides the message after each extension; 0: for ever.</param>
/// <param name="whenExpired">Called once when that time was over before an extension was confirmed.</param>
internal sealed class Receipt(string messageId, string handle, int receives, Func<long> clock, Action<Receipt> whenSettled,
    long hiddenMs = 0, Action<Receipt>? whenExpired = null)
{
    private readonly ConcurrentDictionary<string, ObjectProgress> _progress = new(StringComparer.Ordinal);
    private int _open = 1;
    private int _worst;
    private int _lost;
    private int _extending;
    private long _hiddenSince = clock();

    public string MessageId { get; } = messageId;

    /// <summary>The newest handle: a message that came again while it was held brings a better one.</summary>
    public volatile string Handle = handle;

    public int Receives { get; } = receives;

    /// <summary>It is kept or given back, and only that call is left; it must not be extended any more.</summary>
    public volatile bool Leaving;

    /// <summary>Nothing is open any more; until it is deleted, it is still extended.</summary>
    public volatile bool Settled;

    /// <summary>Since when, by the clock, the server hides the message: when the request was sent, not answered.</summary>
    public long HiddenSince
    {
        get => Interlocked.Read(ref _hiddenSince);
        set => Interlocked.Exchange(ref _hiddenSince, value);
    }

    /// <summary>Until when its records may be emitted: a little before others may have it.</summary>
    public long EmitUntil => hiddenMs == 0 ? long.MaxValue : HiddenSince + hiddenMs - Math.Min(1000, hiddenMs / 10);

    /// <summary>
    /// Nothing of it may be emitted any more: the server said that the receipt ran out, or its time was over
    /// before an extension was confirmed.
    /// </summary>
    public bool IsLost
    {
        get
        {
            if (Volatile.Read(ref _lost) != 0)
                return true;
            if (clock() < EmitUntil)
                return false;
            if (Lose())
                whenExpired?.Invoke(this);
            return true;
        }
    }

    /// <summary>Whether it was found lost before; unlike <see cref="IsLost"/> this does not look at the clock.</summary>
    public bool WasLost => Volatile.Read(ref _lost) != 0;

    /// <summary>The worst outcome so far, which decides about the message.</summary>
    public Outcome Worst => (Outcome)Volatile.Read(ref _worst);

    /// <summary>The progress of each object.</summary>
    public IEnumerable<ObjectProgress> Progress => _progress.Values;

    /// <summary>The progress of one object.</summary>
    public ObjectProgress ProgressOf(string item) => _progress.GetOrAdd(item, name => new ObjectProgress(name));

    /// <summary>Marks it lost; false when it was already.</summary>
    public bool Lose() => Interlocked.Exchange(ref _lost, 1) == 0;

    /// <summary>Begins an extension; false while another one is under way.</summary>
    public bool BeginExtension() => Interlocked.Exchange(ref _extending, 1) == 0;

    public void EndExtension() => Volatile.Write(ref _extending, 0);

    /// <summary>One more thing is open.</summary>
    public void Hold() => Interlocked.Increment(ref _open);

    /// <summary>One thing ended with this outcome; the last one settles the receipt.</summary>
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
}
