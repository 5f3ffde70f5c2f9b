// Messages: how far an object's records have come, from its reader to the consumer.
using Sluice.Core.Records;

namespace Sluice.Pull.Messages;

/// <summary>
/// The events of one object for one message, in their order: handed to batches, and confirmed by the consumer. Only an
/// unbroken run from the start counts as delivered, whatever the order in which batches are released.
/// </summary>
internal sealed class ObjectProgress(string item)
{
    private readonly Lock _lock = new();
    private readonly SortedList<long, long> _ahead = [];
    private long _handed;
    private long _handedBefore;
    private long _delivered;

    /// <summary>The object, as <see cref="ObjectRef.Identity"/> names it.</summary>
    public string Item { get; } = item;

    /// <summary>What identifies the object's content: its version or its ETag; null where the server names neither.</summary>
    public string? Content { get; private set; }

    /// <summary>It was read to its end.</summary>
    public bool Finished { get; set; }

    /// <summary>What the parser counted in it; a second reading counts only what is new.</summary>
    public ParseCounts Counted { get; set; }

    /// <summary>Events the consumer has.</summary>
    public long Delivered
    {
        get
        {
            lock (_lock)
                return _delivered;
        }
    }

    /// <summary>Events that were put into batches, now or by an earlier receipt.</summary>
    public long Handed
    {
        get
        {
            lock (_lock)
                return Math.Max(_handed, _handedBefore);
        }
    }

    /// <summary>Events of this receipt that an earlier one had put into batches.</summary>
    public long Repeated { get; private set; }

    /// <summary>Read to its end, and the consumer has all of it.</summary>
    public bool IsDone
    {
        get
        {
            lock (_lock)
                return Finished && _delivered == _handed;
        }
    }

    /// <summary>
    /// Begins to read <paramref name="content"/>, of which <paramref name="delivered"/> events are with the consumer already,
    /// and <paramref name="handed"/> were on their way there once.
    /// </summary>
    public void Begin(string? content, long delivered, long handed)
    {
        lock (_lock)
        {
            Content = content;
            _handed = _delivered = delivered;
            _handedBefore = handed;
        }
    }

    /// <summary>Events were put into a batch; returns the number of the first one.</summary>
    public long Hand(int events)
    {
        lock (_lock)
        {
            long first = _handed;
            _handed += events;
            Repeated += Math.Max(0, Math.Min(_handed, _handedBefore) - first);
            return first;
        }
    }

    /// <summary>The consumer has these events.</summary>
    public void Confirm(long first, int events)
    {
        if (events == 0)
            return;
        lock (_lock)
        {
            _ahead[first] = events;
            while (_ahead.Count > 0 && _ahead.GetKeyAtIndex(0) == _delivered)
            {
                _delivered += _ahead.GetValueAtIndex(0);
                _ahead.RemoveAt(0);
            }
        }
    }
}
