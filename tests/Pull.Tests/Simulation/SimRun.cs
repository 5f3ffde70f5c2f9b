// Simulation: one run of a world, from its first message to the last check.
using System.Text;

namespace Sluice.Pull.Tests;

/// <summary>Fills a world, lets things happen to it, then lets it come to rest and looks at it.</summary>
internal sealed class SimRun : IDisposable
{
    private const string Unreadable = "this is no notice";

    /// <summary>What is kept rests for 15 minutes at most, and a message dies after a few receives.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private readonly SimWorld _world;
    private bool _once = true;
    private bool _ending, _over;

    private SimRun(int seed, bool tell) => _world = new SimWorld(seed, tell);

    private Simulation Simulation => _world.Simulation;

    private Random Random => _world.Simulation.Random;

    /// <summary>A run of which the seed decides everything.</summary>
    public static SimResult OfSeed(int seed, bool tell = false) => OnThread(() =>
    {
        using var run = new SimRun(seed, tell);
        return run.Play(run.Chaos);
    });

    /// <summary>A small run, always the same, of which one call fails.</summary>
    public static SimResult OfNth(NthFault fault, int seed, bool tell = false) => OnThread(() =>
    {
        using var run = new SimRun(seed, tell);
        return run.Play(() => run.Quiet(fault));
    });

    public void Dispose()
    {
        foreach (var puller in _world.Pullers)
            puller.End();
    }

    /// <summary>Continuations run at once only where no scheduler of a test framework is in the way.</summary>
    private static SimResult OnThread(Func<SimResult> run)
    {
        SimResult? result = null;
        Exception? fault = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = run();
            }
            catch (Exception e)
            {
                fault = e;
            }
        })
        { IsBackground = true };
        thread.Start();
        thread.Join();
        return result ?? throw new InvalidOperationException($"the simulation itself failed: {fault}");
    }

    private SimResult Play(Action run)
    {
        Simulation.Enter();
        long began = Simulation.Ticks;
        try
        {
            run();
        }
        catch (SimViolation e)
        {
            _world.Violation ??= e;
        }
        if (Simulation.Stray is { } stray)
            _world.Violation = new SimViolation(stray);
        return new(_world.Violation, Simulation.Hash, _world.Calls, Simulation.Steps, TimeSpan.FromTicks(Simulation.Ticks - began), _world.Tale);
    }

    private void Chaos()
    {
        bool faults = Random.Next(8) > 0;
        var settings = RandomSettings();
        _world.Queue.MaxReceiveCount = Random.Next(4) == 0 ? null : Random.Next(3, 12);
        int span = Random.Next(5, 90);
        int messages = Random.Next(1, 13);
        for (int i = 0; i < messages; i++)
        {
            var message = RandomMessage(i, faults);
            At(Random.Next(3) == 0 ? 0 : Random.Next(span), () => _world.Queue.Send(message));
        }
        int sent = messages;
        int pullers = Random.Next(3) == 0 ? 2 : 1;
        for (int i = 0; i < pullers; i++)
            At(i == 0 ? 0 : Random.Next(span), () => New(settings, faults));
        if (faults)
        {
            _once = false;
            _world.Faults = new RandomFaults(Simulation);
            _world.Queue.Twice = Random.Next(5) == 0 ? 0.02 : 0;
        }
        for (int i = Random.Next(5); i > 0; i--)
            At(Random.Next(span), () => Event(settings, faults));
        Run(() => false, TimeSpan.FromSeconds(span));
        Rest(settings, () => _world.Queue.Messages.Count == sent);
    }

    private void Quiet(NthFault fault)
    {
        var settings = Settings();
        (settings.VisibilityTimeout, settings.WaitTime, settings.Concurrency, settings.BatchSize) = (6, 2, 2, 4 << 10);
        _world.Queue.MaxReceiveCount = 10;
        SimObject[][] objects = [[SimObject.GoodOnes[6], SimObject.GoodOnes[7]], [SimObject.GoodOnes[2]], [SimObject.GoodOnes[15]], [SimObject.GoodOnes[1]]];
        for (int i = 0; i < objects.Length; i++)
            _world.Queue.Send(NewMessage(i, objects[i]));
        _world.Faults = fault;
        var puller = SimPuller.Begin(_world, settings, new SimHabits(9_000, 1, 0, Timeout.Infinite));
        Run(() => _world.Queue.Messages.TrueForAll(m => m.Settled), TimeSpan.FromSeconds(300));
        if (puller.Runs)
            puller.Stop(TimeSpan.FromSeconds(10));
        Run(() => puller.Ended, TimeSpan.FromSeconds(40));
        // Only who dies forgets what is out.
        _once = puller.Clock.Alive;
        Rest(settings, () => true);
    }

    /// <summary>Nothing fails any more: what can be read comes out, and everything ends.</summary>
    private void Rest(PullSettings settings, Func<bool> filled)
    {
        _world.Tale?.Tell("nothing fails from now on");
        _world.Faults = new SimFaults();
        _world.Queue.Twice = 0;
        _ending = true;
        foreach (var puller in _world.Pullers.Where(p => p.Runs))
            puller.Engine.Resume();
        EnsureOne(settings);
        if (!Run(() => filled() && _world.Queue.Messages.TrueForAll(m => m.Settled || !m.Good), Longest))
            _world.Break($"{_world.Queue.Messages.Count(m => m.Good && !m.Settled)} good messages are still in the queue after {Longest.TotalHours} hours");
        _over = true;
        foreach (var puller in _world.Pullers.Where(p => p.Runs))
            puller.Stop(Grace);
        if (!Run(() => _world.Pullers.TrueForAll(p => p.Ended), TimeSpan.FromMinutes(2)))
            _world.Break($"pullers {string.Join(", ", _world.Pullers.Where(p => !p.Ended).Select(p => p.Number))} were told to stop and go on");
        if (_once)
            _world.CheckOnce();
    }

    /// <summary>Pullers that drain end by themselves, and come back while there is something to pull.</summary>
    private void EnsureOne(PullSettings settings)
    {
        if (_over)
            return;
        New(settings, faults: false);
        _world.Clock.After(TimeSpan.FromSeconds(10), () => EnsureOne(settings));
    }

    private bool Run(Func<bool> holds, TimeSpan most)
    {
        bool held = Simulation.Until(() => _world.Violation is not null || holds(), most);
        return _world.Violation is null ? held : throw _world.Violation;
    }

    private void At(int second, Action work) => _world.Clock.After(TimeSpan.FromSeconds(second) + TimeSpan.FromMilliseconds(Random.Next(1000)), work);

    private void New(PullSettings settings, bool faults)
    {
        if (!_over && (!_ending || !_world.Pullers.Exists(p => p.Runs)))
            SimPuller.Begin(_world, settings, SimHabits.Of(Random, faults));
    }

    private void Event(PullSettings settings, bool faults)
    {
        var puller = _world.Pullers.Find(p => p.Runs);
        if (puller is null)
        {
            New(settings, faults);
            return;
        }
        switch (Random.Next(4))
        {
            case 0 when faults:
                puller.Crash();
                At(Random.Next(10), () => New(settings, faults));
                break;
            case 1:
                puller.Engine.Pause();
                _world.Clock.After(TimeSpan.FromSeconds(Random.Next(1, 20)), puller.Engine.Resume);
                break;
            case 2 when faults:
                puller.Stop(TimeSpan.FromSeconds(Random.Next(0, 20)));
                At(Random.Next(10), () => New(settings, faults));
                break;
            default:
                New(settings, faults);
                break;
        }
    }

    private PullSettings RandomSettings()
    {
        var settings = Settings();
        settings.VisibilityTimeout = Pick(4, 10, 30, 60);
        settings.WaitTime = Pick(0, 1, 2, 5, 20);
        settings.Concurrency = Random.Next(1, 4);
        settings.BatchSize = Pick(2 << 10, 16 << 10, 64 << 10);
        settings.ReadTimeout = Pick(5, 30);
        settings.MaxMessages = Pick(1, 3, 10);
        settings.MaxReceives = Random.Next(2, 6);
        settings.Drain = Random.Next(6) == 0;
        settings.OnMissingObject = (OnMissingObject)Random.Next(2);
        settings.MemoryBudget = settings.Concurrency * ((3L * settings.MaxLineSize) + settings.BatchSize) + (Random.Next(1, 6) * settings.BatchSize * 5L / 4);
        return settings;
    }

    private static PullSettings Settings() => new()
    {
        Queue = "https://sqs.eu-west-3.amazonaws.com/123456789012/flow-logs",
        // Its encoders are made fastest, and a world has many readers.
        Schema = Core.Settings.Schema.Aws,
        MaxLineSize = 16 << 10,
        MemoryBudget = 4 << 20,
    };

    private int Pick(params ReadOnlySpan<int> of) => of[Random.Next(of.Length)];

    private SimMessage RandomMessage(int number, bool faults)
    {
        int kind = Random.Next(12);
        if (kind == 0 && faults)
            return new(number, Unreadable, [], readable: false);
        if (kind == 1)
            return new(number, """{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"flow-logs"}""", [], readable: true);
        var objects = new List<SimObject>();
        for (int i = kind switch { 2 => 5, 3 or 4 => 2, _ => 1 }; i > 0; i--)
        {
            var from = faults && Random.Next(12) == 0 ? SimObject.BadOnes : SimObject.GoodOnes;
            var item = from[Random.Next(from.Length)];
            if (!objects.Contains(item))
                objects.Add(item);
        }
        return NewMessage(number, [.. objects]);
    }

    private static SimMessage NewMessage(int number, SimObject[] objects)
    {
        var body = new StringBuilder("{\"Records\":[");
        foreach (var item in objects)
        {
            body.Append(body[^1] == '[' ? "" : ",").Append("""{"eventSource":"aws:s3","awsRegion":"eu-west-3","eventTime":"2026-11-26T12:30:00.000Z","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":""")
                .Append('"').Append(SimObject.Bucket).Append("\"},\"object\":{\"key\":\"").Append(item.Key).Append("\"}}}");
        }
        return new(number, body.Append("]}").ToString(), objects, readable: true);
    }
}
