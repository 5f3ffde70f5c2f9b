// Time: the machine's clock, the runtime's threads.
namespace Sluice.Pull.Time;

/// <summary>The clock of every engine outside of a test.</summary>
internal sealed class SystemClock : IEngineClock
{
    private SystemClock()
    {
    }

    public static SystemClock Instance { get; } = new();

    public TimeProvider Timers => TimeProvider.System;

    public long Now() => Environment.TickCount64;

    public double Jitter() => Random.Shared.NextDouble();

    public void Post(Action work) => ThreadPool.QueueUserWorkItem(static action => action(), work, preferLocal: false);

    public void Start(string name, Action work) => new Thread(() => work()) { IsBackground = true, Name = name }.Start();

    public T Await<T>(Task<T> task) => task.GetAwaiter().GetResult();

    public bool Wait(object locked, int milliseconds) => Monitor.Wait(locked, milliseconds);

    public void Pulse(object locked) => Monitor.Pulse(locked);

    public void PulseAll(object locked) => Monitor.PulseAll(locked);
}
