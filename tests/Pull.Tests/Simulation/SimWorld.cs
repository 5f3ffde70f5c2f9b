// Simulation: a world of one queue, one bucket and some pullers, and what may never happen in it.
namespace Sluice.Pull.Tests;

/// <summary>Holds everything, counts what came out, and notices a broken promise at the moment it is broken.</summary>
internal sealed class SimWorld
{
    /// <summary>No engine has reason to ask more often than this.</summary>
    private const int MostCallsASecond = 400, MostFailuresASecond = 60, MostEmptyReceivesIn10Seconds = 60;

    private static readonly Dictionary<string, SimObject> Objects =
        SimObject.GoodOnes.Concat(SimObject.BadOnes).ToDictionary(item => item.Key, StringComparer.Ordinal);

    private readonly int[][] _delivered = [.. SimObject.GoodOnes.Concat(SimObject.BadOnes).Select(item => new int[item.Records])];
    private long _second;
    private int _calls, _failures;

    public SimWorld(int seed, bool tell)
    {
        Simulation = new Simulation(seed);
        Clock = new SimClock(Simulation);
        Queue = new SimQueue(this);
        Tale = tell ? new SimTale(Simulation) : null;
    }

    public Simulation Simulation { get; }

    /// <summary>The servers' clock, and the network's.</summary>
    public SimClock Clock { get; }

    public SimQueue Queue { get; }

    public SimTale? Tale { get; }

    public SimFaults Faults { get; set; } = new();

    public List<SimPuller> Pullers { get; } = [];

    public long Calls { get; private set; }

    public SimViolation? Violation { get; set; }

    public void Break(string what) => Violation ??= new SimViolation(what);

    public static SimObject? Find(string key) => Objects.GetValueOrDefault(key);

    public void TellMissing(string key)
    {
        foreach (var message in Queue.Messages.Where(m => m.Objects.Any(item => item.Key == key)))
            message.ToldMissing = true;
    }

    public SimOutcome Begin(SimPuller puller, SimCall call)
    {
        Calls++;
        Simulation.Note(((long)puller.Number << 8) | (long)call);
        NewSecond();
        if (++_calls > MostCallsASecond)
            Break($"a hot loop: {_calls} calls in a second");
        var outcome = Faults.Next(call, Calls);
        if (outcome != SimOutcome.Answered)
            puller.Troubled = Simulation.Now;
        puller.Guesses |= call == SimCall.Hide && outcome == SimOutcome.Denied;
        Tale?.Tell($"puller {puller.Number} call {Calls}: {call} {outcome}");
        return outcome;
    }

    public void Failed(SimPuller puller, SimCall call)
    {
        NewSecond();
        if (++_failures > MostFailuresASecond)
            Break($"a hot loop: {_failures} failed calls in a second, the last of them {call} of puller {puller.Number}");
    }

    public void Received(SimPuller puller, IReadOnlyList<ReceivedMessage> messages)
    {
        foreach (var message in messages)
            Queue.Of(message.Handle).Answered = true;
        if (messages.Count == 0 && puller.CountEmpty(Simulation.Now / 10_000) > MostEmptyReceivesIn10Seconds)
            Break($"puller {puller.Number} receives nothing more than {MostEmptyReceivesIn10Seconds} times in 10 s");
    }

    /// <summary>A batch has left the gate: none of its messages may be anybody else's by now.</summary>
    public void Took(SimPuller puller, SealedBatch batch)
    {
        Tale?.Tell($"puller {puller.Number} took {batch.Records} events of {string.Join(", ", batch.Shares.Select(share => share.Receipt.Handle))}");
        foreach (var share in batch.Shares)
        {
            var receive = Queue.Of(share.Receipt.Handle);
            if (receive.HiddenUntil <= Simulation.Now && !receive.Message.GivenTwice && !receive.Message.Settled && !puller.Guesses)
                Break($"puller {puller.Number} gave out records of {receive.Handle}, which others could have since {Simulation.Now - receive.HiddenUntil} ms");
        }
    }

    /// <summary>The consumer has these events.</summary>
    public void Deliver(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf("eni-"u8) is >= 0 and int at)
        {
            var id = bytes.Slice(at + 4, 16);
            _delivered[Hex(id[..8])][Hex(id[8..])]++;
            int next = bytes[at..].IndexOf((byte)'\n');
            bytes = next < 0 ? default : bytes[(at + next)..];
        }
    }

    /// <summary>Nothing is deleted of which a record is missing, or that could not be read.</summary>
    public void BeforeDelete(SimMessage message, SimReceive receive)
    {
        Tale?.Tell($"{receive.Handle} is deleted");
        if (!message.Readable)
            Break($"{message.Id} was deleted, and is no notice");
        foreach (var item in message.Objects)
        {
            if (item.Body is null || message.ToldMissing)
                continue;
            if (!item.Good)
                Break($"{message.Id} was deleted, and {item.Key} cannot be read");
            else if (Array.IndexOf(_delivered[item.Number], 0) is >= 0 and int line)
                Break($"{message.Id} was deleted, and record {line} of {item.Key} never came out");
        }
    }

    /// <summary>Each record came out once for each message that names it.</summary>
    public void CheckOnce()
    {
        foreach (var item in SimObject.GoodOnes)
        {
            int wanted = Queue.Messages.Count(m => m.Objects.Contains(item));
            for (int line = 0; line < item.Records; line++)
            {
                if (_delivered[item.Number][line] != wanted)
                    Break($"record {line} of {item.Key} came out {_delivered[item.Number][line]} times instead of {wanted}");
            }
        }
        if (Queue.Messages.Find(m => m.Good && m.Dead) is { } dead)
            Break($"{dead.Id} went to the dead letters for nothing");
    }

    /// <summary>What a puller that has stopped had and did not finish, others can have at once.</summary>
    public void CheckGivenBack(SimPuller puller, IReadOnlySet<string> resting)
    {
        foreach (var message in Queue.Messages)
        {
            if (!message.Settled && !message.GivenTwice && message.Last is { Answered: true } last && last.Puller == puller.Number && message.HiddenUntil > Simulation.Now && !resting.Contains(message.Id))
                Break($"puller {puller.Number} has stopped and did not give back {last.Handle}");
        }
    }

    private static int Hex(ReadOnlySpan<byte> digits)
    {
        int value = 0;
        foreach (byte digit in digits)
            value = (value << 4) | (digit <= '9' ? digit - '0' : digit - 'a' + 10);
        return value;
    }

    private void NewSecond()
    {
        if (Simulation.Now / 1000 == _second)
            return;
        _second = Simulation.Now / 1000;
        _calls = _failures = 0;
    }
}
