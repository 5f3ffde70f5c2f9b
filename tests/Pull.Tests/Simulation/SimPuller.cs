// Simulation: one puller: a process with an engine and its consumer.
namespace Sluice.Pull.Tests;

/// <summary>Starts, crashes and stops.</summary>
internal sealed class SimPuller
{
    private readonly SimWorld _world;
    private readonly SimHabits _habits;
    private readonly SimLog _log;
    private readonly List<SealedBatch> _kept = [];
    private long _emptyIn;
    private int _empty;
    private long _events;
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
        Stopping = true;
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
    public void CheckCounts(bool calm)
    {
        var counters = Engine.Counters;
        long known = counters.Deleted.Value + counters.KeptTotal + _log.CameAgain + _log.NotDeleted;
        long held = counters.InFlightMessages.Value;
        if (known > counters.Received.Value || known + held < counters.Received.Value)
            _world.Break($"puller {Number} received {counters.Received.Value} messages; {counters.Deleted.Value} were deleted, {counters.KeptTotal} kept, {_log.CameAgain} came again, {_log.NotDeleted} could not be deleted, {held} are held");
        if (calm && held != 0)
            _world.Break($"puller {Number} has stopped and holds {held} messages");
        if (counters.Events.Value != _events)
            _world.Break($"puller {Number} counted {counters.Events.Value} events, and {_events} came out");
        if (calm && counters.InFlightBytes.Value != 0)
            _world.Break($"puller {Number} has stopped and {counters.InFlightBytes.Value} bytes of batches are in use");
    }

    private async Task StopAsync(TimeSpan grace)
    {
        try
        {
            await Engine.StopAsync(grace).ConfigureAwait(false);
            _world.Tale?.Tell($"puller {Number} has stopped");
            while (!_consumed)
                await Clock.Delay(TimeSpan.FromSeconds(1), CancellationToken.None).ConfigureAwait(false);
            _world.Tale?.Tell($"puller {Number} is disposed of");
            await Engine.DisposeAsync().ConfigureAwait(false);
            _world.Tale?.Tell($"puller {Number} disposed");
            CheckCounts(calm: false);
        }
        catch (Exception e)
        {
            _world.Break($"puller {Number} could not stop: {e}");
        }
        Ended = true;
        _world.Tale?.Tell($"puller {Number} has ended");
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
        _world.Tale?.Tell($"the consumer of puller {Number} has ended");
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
