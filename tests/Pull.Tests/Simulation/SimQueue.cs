// Simulation: SQS as it promises to be, and as it may be: at least once, in any order.
namespace Sluice.Pull.Tests;

/// <summary>A standard queue with a dead-letter queue.</summary>
internal sealed class SimQueue(SimWorld world)
{
    private readonly Dictionary<string, SimReceive> _receives = new(StringComparer.Ordinal);
    private readonly List<Poll> _polls = [];
    private long _wakeAt = long.MaxValue;

    public List<SimMessage> Messages { get; } = [];

    /// <summary>Receives after which a message is dead; null: never.</summary>
    public int? MaxReceiveCount { get; set; }

    /// <summary>How often a hidden message is given out all the same.</summary>
    public double Twice { get; set; }

    private Simulation Simulation => world.Simulation;

    public SimReceive Of(string handle) => _receives[handle];

    public void Send(SimMessage message)
    {
        message.SentAt = world.Clock.Timers.GetUtcNow();
        Messages.Add(message);
        Serve();
    }

    public QueueState State() => new(Messages.Count(m => !m.Settled && m.HiddenUntil <= Simulation.Now),
        Messages.Count(m => !m.Settled && m.HiddenUntil > Simulation.Now), MaxReceiveCount, "arn:aws:sqs:eu-west-3:123456789012:q");

    public Task<IReadOnlyList<ReceivedMessage>> Receive(int puller, int most, int waitSeconds, int visibility)
    {
        var poll = new Poll(puller, most, visibility);
        if (TryServe(poll) || waitSeconds == 0)
        {
            poll.Answer.TrySetResult([]);
            return poll.Answer.Task;
        }
        _polls.Add(poll);
        world.Clock.After(TimeSpan.FromSeconds(waitSeconds), () =>
        {
            if (_polls.Remove(poll))
                poll.Answer.SetResult([]);
        });
        WakeForNext();
        return poll.Answer.Task;
    }

    /// <summary>Null when it is done, or why not.</summary>
    public BatchFailure? Delete(string handle, int index)
    {
        var receive = _receives[handle];
        var message = receive.Message;
        if (message.Settled)
            return null;
        if (message.Last != receive)
            return Simulation.Chance(0.5) ? null : new(index, true, "ReceiptHandleIsInvalid");
        world.BeforeDelete(message, receive);
        message.Deleted = true;
        return null;
    }

    public BatchFailure? Hide(string handle, int seconds, int index)
    {
        var receive = _receives[handle];
        var message = receive.Message;
        if (message.Settled || message.Last != receive)
            return new(index, true, "InvalidParameterValue");
        if (message.HiddenUntil <= Simulation.Now)
            return new(index, true, "MessageNotInflight");
        message.HiddenUntil = receive.HiddenUntil = Simulation.Now + seconds * 1000L;
        Serve();
        WakeForNext();
        return null;
    }

    private void Serve()
    {
        for (int i = 0; i < _polls.Count; i++)
        {
            if (TryServe(_polls[i]))
                _polls.RemoveAt(i--);
        }
    }

    private bool TryServe(Poll poll)
    {
        long now = Simulation.Now;
        List<ReceivedMessage> given = [];
        foreach (var message in Messages)
        {
            bool hidden = message.HiddenUntil > now;
            if (message.Settled || given.Count == poll.Most || (hidden && !(Twice > 0 && Simulation.Chance(Twice))))
                continue;
            if (!hidden && MaxReceiveCount <= message.Receives)
            {
                world.Tale?.Tell($"{message.Id} is moved to the dead letters");
                message.Dead = true;
                continue;
            }
            message.GivenTwice |= hidden;
            message.Receives++;
            message.HiddenUntil = now + poll.Visibility * 1000L;
            var receive = new SimReceive(message, poll.Puller, $"{message.Id}/{message.Receives}") { HiddenUntil = message.HiddenUntil };
            message.Last = receive;
            _receives.Add(receive.Handle, receive);
            world.Tale?.Tell($"{receive.Handle} is given to puller {poll.Puller}, hidden until {message.HiddenUntil}");
            given.Add(new ReceivedMessage(message.Id, receive.Handle, message.Body, message.Receives, message.SentAt));
        }
        if (given.Count == 0)
            return false;
        poll.Answer.SetResult(given);
        return true;
    }

    /// <summary>A message that becomes visible is given to whoever waits.</summary>
    private void WakeForNext()
    {
        if (_polls.Count == 0)
            return;
        long next = Messages.Where(m => !m.Settled && m.HiddenUntil > Simulation.Now).Select(m => m.HiddenUntil).DefaultIfEmpty(long.MaxValue).Min();
        if (next == long.MaxValue || (_wakeAt <= next && _wakeAt > Simulation.Now))
            return;
        _wakeAt = next;
        world.Clock.After(TimeSpan.FromMilliseconds(next - Simulation.Now), () =>
        {
            _wakeAt = long.MaxValue;
            Serve();
            WakeForNext();
        });
    }

    private sealed record Poll(int Puller, int Most, int Visibility)
    {
        public TaskCompletionSource<IReadOnlyList<ReceivedMessage>> Answer { get; } = new();
    }
}
