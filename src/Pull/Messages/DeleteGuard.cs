// Messages: stops receiving while deletes are refused. Every further message would come again as a duplicate, and the
// queue's limit on messages in flight would in the end stop its other consumers too.
using Sluice.Pull.Calls;
using Sluice.Pull.Log;
using Sluice.Pull.Settings;
using Sluice.Pull.Time;

namespace Sluice.Pull.Messages;

/// <summary>Knows whether messages can be deleted; shared by the code that deletes and the code that receives.</summary>
internal sealed class DeleteGuard(PullSettings settings, IPullLog log, IEngineClock clock, Func<int> held)
{
    /// <summary>Transient failures in a row after which deletes count as refused too.</summary>
    private const int MostTransient = 5;

    /// <summary>A run that ends by itself gives up after so many tries, or so long.</summary>
    private const int MostTries = 5;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly RepeatedLine _line = new(log, clock.Now);
    private int _failures;
    private long _since;
    private volatile bool _blocked;
    private CallException? _last;

    /// <summary>Nothing can be deleted now.</summary>
    public bool Blocked => _blocked;

    /// <summary>Held by the one batch that is tried while deletes are refused.</summary>
    public Slots Probe { get; } = new(clock, 1);

    /// <summary>The waits of the batch that probes.</summary>
    public Backoff Backoff { get; } = new(clock);

    public void Failed(CallException e)
    {
        bool now;
        lock (_lock)
        {
            if (_failures++ == 0)
                _since = clock.Now();
            _last = e;
            now = _blocked = _blocked || e.Fault != CallFault.Transient || _failures >= MostTransient;
        }
        if (now)
            _line.Write(LogLevel.Error, "blocked", _ => new("delete_denied",
                $"Messages cannot be deleted: {Remedy(e)}; nothing more is received until a delete succeeds", ("held", held())));
    }

    public void Succeeded()
    {
        bool was;
        lock (_lock)
        {
            was = _blocked;
            _blocked = false;
            _failures = 0;
        }
        if (!was)
            return;
        Backoff.Reset();
        _line.Forget("blocked");
        log.Write(LogLevel.Info, new("delete_back", "Messages can be deleted again; receiving resumes"));
    }

    /// <summary>For a run that ends by itself: why it must end now; null while it may go on.</summary>
    public string? GivenUp()
    {
        lock (_lock)
        {
            bool over = _blocked && (Backoff.Failures >= MostTries || clock.Now() - _since > Longest.TotalMilliseconds);
            return over ? $"Messages cannot be deleted: {Remedy(_last!)}; {held()} were read and could not be deleted: they will be received again" : null;
        }
    }

    private string Remedy(CallException e) => e.Fault switch
    {
        CallFault.Denied or CallFault.Rejected => $"allow sqs:DeleteMessage on queue {settings.Queue} ({e.Message})",
        CallFault.Transient => $"the delete request to queue {settings.Queue} failed ({e.Message})",
        _ => QueueFaults.Explain(e, settings, settings.Region ?? "?"),
    };
}
