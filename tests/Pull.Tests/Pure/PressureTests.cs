// Queue: turns, circuits, repeated lines and health, by a clock of the test's own.
namespace Sluice.Pull.Tests;

public sealed class PressureTests
{
    private long _now = 1_000_000;

    private static Receipt Message(string id) => new(id, "h", 1, () => 0, _ => { });

    [Fact]
    public void Jobs_OfOneLargeMessage_TakeTurnsWithOthers()
    {
        var jobs = new JobQueue(SystemClock.Instance);
        Receipt large = Message("large"), small = Message("small"), late = Message("late");
        for (int i = 0; i < 100; i++)
            jobs.TryPut(new ObjectJob(large, new ObjectRef("b", $"l{i}")));
        jobs.TryPut(new ObjectJob(small, new ObjectRef("b", "s")));
        Assert.Equal(2, jobs.Messages);
        Assert.Equal(["l0", "s", "l1"], Enumerable.Range(0, 3).Select(_ => jobs.Take(wait: false)!.Item.Key));
        jobs.TryPut(new ObjectJob(late, new ObjectRef("b", "t")));
        Assert.Equal(["l2", "t", "l3"], Enumerable.Range(0, 3).Select(_ => jobs.Take(wait: false)!.Item.Key));
        Assert.Equal(96, jobs.TakeAll().Count);
        jobs.Close();
        Assert.Null(jobs.Take(wait: true));
        Assert.False(jobs.TryPut(new ObjectJob(late, new ObjectRef("b", "u"))));
    }

    private FaultCircuit Circuit(ListLog log) => new(new PullSettings { Queue = "q" }, new QueueFacts(), log, () => _now);

    private static void Fail(FaultCircuit circuit, int times)
    {
        for (int i = 0; i < times; i++)
            circuit.Note(Outcome.Denied, shared: true, "denied", 1);
    }

    [Fact]
    public void Circuit_FewFailures_StaysClosed_AndASuccessForgetsThem()
    {
        var circuit = Circuit(new ListLog());
        Fail(circuit, 4);
        circuit.Note(Outcome.Delivered, false, "", 1);
        Fail(circuit, 19);
        Assert.False(circuit.IsOpen);
        Fail(circuit, 1);
        Assert.True(circuit.IsOpen);
    }

    [Fact]
    public void Circuit_Open_WaitsLongerAfterEachProbe_AndClosesOnSuccess()
    {
        var log = new ListLog();
        var circuit = Circuit(log);
        Fail(circuit, 5);
        Assert.True(circuit.IsOpen);
        Assert.Equal(1, circuit.Wait.TotalSeconds);
        Fail(circuit, 30); // those that were under way are no probes
        Assert.Equal(1, circuit.Wait.TotalSeconds);
        var waits = new List<double>();
        for (int i = 0; i < 8; i++)
        {
            _now += (long)circuit.Wait.TotalMilliseconds;
            Fail(circuit, 1);
            waits.Add(circuit.Wait.TotalSeconds);
        }
        Assert.Equal([2, 4, 8, 16, 32, 60, 60, 60], waits);
        Assert.NotNull(circuit.GivenUp);
        // One line a minute, whatever happens.
        Assert.InRange(log.At(LogLevel.Warn).Count(), 3, 5);
        circuit.Note(Outcome.Corrupt, false, "", 1);
        Assert.False(circuit.IsOpen);
        Assert.Null(circuit.GivenUp);
        Assert.Contains("Objects can be read again", log.At(LogLevel.Info).Last(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(Outcome.Abandoned))]
    [InlineData(nameof(Outcome.Lost))]
    [InlineData(nameof(Outcome.Refused))]
    public void Circuit_OutcomeThatSaysNothingOfS3_ChangesNothing(string outcome)
    {
        var circuit = Circuit(new ListLog());
        Fail(circuit, 4);
        circuit.Note(Enum.Parse<Outcome>(outcome), false, "", 1);
        Fail(circuit, 1);
        Assert.True(circuit.IsOpen);
    }

    [Fact]
    public void RepeatedLine_FirstAtOnce_ThenOneAMinuteWithItsCount()
    {
        var log = new ListLog();
        var line = new RepeatedLine(log, () => _now);
        for (int i = 0; i < 1000; i++, _now += 100)
            line.Write(LogLevel.Warn, "key", count => new("n", $"seen {count}"));
        Assert.Equal(["seen 1", "seen 601"], log.At(LogLevel.Warn));
        for (int i = 0; i < 10_000; i++)
            line.Write(LogLevel.Warn, $"other {i}", count => new("n", $"other {count}"));
    }

    [Fact]
    public void Health_ReceivesAndMovement()
    {
        bool paused = false;
        int held = 0;
        var health = new EngineHealth(20, () => _now) { Paused = () => paused, Held = () => held };
        Assert.Null(health.Fault());
        Assert.False(health.IsReady);
        health.Trying();
        _now += 60_000;
        Assert.Null(health.Fault());
        health.ReceiveFailed("no answer");
        _now += 6_000;
        Assert.Equal("no receive has succeeded for 66 s: no answer", health.Fault());
        paused = true;
        Assert.Null(health.Fault());
        paused = false;
        health.Received();
        Assert.Null(health.Fault());
        Assert.True(health.IsReady);
        // With no room nothing is tried; then messages must move.
        health.Trying();
        health.NotTrying();
        (held, _now) = (3, _now + 200_000);
        health.Moved();
        _now += 299_000;
        Assert.Null(health.Fault());
        _now += 2_000;
        Assert.Equal("3 messages are held and none has made progress for 301 s", health.Fault());
        health.Moved();
        Assert.Null(health.Fault());
    }

    [Fact]
    public void Receipt_NotExtendedInTime_IsLostBeforeItsTimeIsOver()
    {
        var expired = new List<string>();
        var receipt = new Receipt("m", "h", 1, SystemClock.Instance.Now, _ => { }, hiddenMs: 10_000, whenExpired: r => expired.Add(r.MessageId)) { HiddenSince = Environment.TickCount64 - 8_000 };
        Assert.False(receipt.IsLost);
        receipt.HiddenSince = Environment.TickCount64 - 9_500;
        Assert.True(receipt.IsLost);
        receipt.HiddenSince = Environment.TickCount64;
        Assert.True(receipt.IsLost); // who has stopped does not begin again
        Assert.Equal(["m"], expired);
    }

    [Fact]
    public async Task Deadline_CallThatIgnoresItsToken_IsLeftBehind()
    {
        long began = Environment.TickCount64;
        var e = await Assert.ThrowsAsync<CallException>(() => Deadline.Within(SystemClock.Instance, TimeSpan.FromSeconds(0.3), async _ =>
        {
            await Task.Delay(5000, CancellationToken.None);
            return 1;
        }, CancellationToken.None));
        Assert.Equal(CallFault.Transient, e.Fault);
        Assert.InRange(Environment.TickCount64 - began, 0, 3000);
        var denied = new CallException(CallFault.Denied, "no");
        Assert.Same(denied, await Assert.ThrowsAsync<CallException>(() => Deadline.Within<int>(SystemClock.Instance, TimeSpan.FromSeconds(5), _ => throw denied, CancellationToken.None)));
    }
}
