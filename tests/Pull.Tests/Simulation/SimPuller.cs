// Simulation: one puller: a process with an engine and its consumer.
namespace Sluice.Pull.Tests;

/// <summary>Starts, crashes and stops.</summary>
internal sealed class SimPuller
{
    private const int LongestCallMs = 45_000;

    private readonly SimWorld _world;
    private readonly SimHabits _habits;
    private readonly SimLog _log;
    private readonly List<SealedBatch> _kept = [];
    private long _emptyIn;
    private int _empty;
    private long _events, _stopped;
    private bool _consumed;

    private SimPuller(SimWorld world, PullSettings settings, SimHabits habits)
    {
        (_world, _habits) = (world, habits);
        Number = world.Pullers.Count;
        Clock = new SimClock(world.Simulation);
        _log = new SimLog(world, this);
        Engine = new PullEngine(settings, _log, null, _ => new SimCalls(world, this), Clock);
    }

    public int Number { get; }

    public SimClock Clock { get; }

    public PullEngine Engine { get; }

    public bool Stopping { get; private set; }

    /// <summary>When one of its calls last failed.</summary>
    public long Troubled { get; set; }

    /// <summary>It was not allowed to extend, so that it can only guess how long a message is its own.</summary>
    public bool Guesses { get; set; }

    /// <summary>Deletions that the server has confirmed.</summary>
    public long DeletesAnswered { get; set; }

    /// <summary>It has crashed, or has stopped and nothing of it is left.</summary>
    public bool Ended { get; private set; }

    public bool Runs => Clock.Alive && !Stopping;

    /// <summary>Starts one.</summary>
    public static SimPuller Begin(SimWorld world, PullSettings settings, SimHabits habits)
    {
        var puller = new SimPuller(world, settings, habits);
        world.Pullers.Add(puller);
        world.Tale?.Tell($"puller {puller.Number} starts");
        puller.Engine.Start();
        puller.Clock.Start("consumer", puller.Consume);
        return puller;
    }

    public int CountEmpty(long when)
    {
        _empty = when == _emptyIn ? _empty + 1 : 1;
        _emptyIn = when;
        return _empty;
    }

    public void Crash()
    {
        if (!Clock.Alive || Ended)
            return;
        _world.Tale?.Tell($"puller {Number} crashes");
        Clock.Freeze();
        Ended = true;
        _world.Clock.Post(End);
    }

    public void Stop(TimeSpan grace)
    {
        if (Stopping)
            return;
        Stopping = true;
        _stopped = _world.Simulation.Now;
        _world.Tale?.Tell($"puller {Number} is told to stop within {grace.TotalSeconds} s");
        _ = StopAsync(grace);
    }

    /// <summary>Frees what a puller leaves behind, whatever its state.</summary>
    public void End()
    {
        Clock.Die();
        Engine.Counters.Dispose();
    }

    /// <summary>In = out + kept, of a puller that has stopped.</summary>
    private void CheckCounts()
    {
        var counters = Engine.Counters;
        long known = counters.Deleted.Value + counters.KeptTotal + _log.CameAgain + _log.NotDeleted;
        long held = counters.InFlightMessages.Value;
        if (known > counters.Received.Value || known + held < counters.Received.Value)
            _world.Break($"puller {Number} received {counters.Received.Value} messages; {counters.Deleted.Value} were deleted, {counters.KeptTotal} kept, {_log.CameAgain} came again, {_log.NotDeleted} could not be deleted, {held} are held");
        if (counters.Deleted.Value > DeletesAnswered)
            _world.Break($"puller {Number} counted {counters.Deleted.Value} deletions, and the server confirmed {DeletesAnswered}");
        if (counters.Events.Value != _events)
            _world.Break($"puller {Number} counted {counters.Events.Value} events, and {_events} came out");
        if (counters.InFlightBytes.Value != 0)
            _world.Break($"puller {Number} has stopped and {counters.InFlightBytes.Value} bytes of batches are in use");
        // What hung before still had to be given up.
        if (Troubled > _stopped - LongestCallMs)
            return;
        if (held != 0)
            _world.Break($"puller {Number} has stopped and holds {held} messages");
        _world.CheckGivenBack(this, _log.Resting);
    }

    private async Task StopAsync(TimeSpan grace)
    {
        try
        {
            await Engine.StopAsync(grace).ConfigureAwait(false);
            _world.Tale?.Tell($"puller {Number} has stopped");
            while (!_consumed)
                await Clock.Delay(TimeSpan.FromSeconds(1), CancellationToken.None).ConfigureAwait(false);
            await Engine.DisposeAsync().ConfigureAwait(false);
            CheckCounts();
        }
        catch (Exception e)
        {
            _world.Break($"puller {Number} could not stop: {e}");
        }
        Ended = true;
    }

    private void Consume()
    {
        var random = _world.Simulation.Random;
        while (!Engine.Completed)
        {
            // Who waits for more lets go of what it has.
            if (!Engine.TryTake(out var batch, _kept.Count > 0 ? 1000 : _habits.PatienceMs))
            {
                ReleaseAll(0, random);
                continue;
            }
            _world.Took(this, batch);
            Pause(random);
            bool deliver = !_world.Simulation.Chance(_habits.Refuses);
            if (deliver)
            {
                _world.Deliver(batch.Batch.Bytes);
                _events += batch.Records;
                if (random.Next(4) == 0)
                    batch.ReturnMemory();
                _kept.Add(batch);
            }
            else
            {
                batch.Release(delivered: false);
            }
            ReleaseAll(_habits.Held, random);
        }
        ReleaseAll(0, random);
        _consumed = true;
        // It drained the queue, or gave up.
        if (!Stopping)
            Clock.Post(() => Stop(TimeSpan.Zero));
    }

    private void ReleaseAll(int but, Random random)
    {
        while (_kept.Count > but)
        {
            int which = random.Next(_kept.Count);
            var batch = _kept[which];
            _kept.RemoveAt(which);
            batch.Release();
        }
    }

    private void Pause(Random random)
    {
        if (_habits.SlowestMs > 0 && random.Next(3) == 0)
            Clock.Sleep(TimeSpan.FromMilliseconds(random.Next(1, _habits.SlowestMs)), CancellationToken.None);
    }
}
