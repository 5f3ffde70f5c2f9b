// Messages: a fault that objects share (access, keys, credentials, a bucket, S3 itself) opens a circuit: receiving slows to
// a message now and then, instead of emptying the queue into its dead-letter queue.
using Sluice.Pull.Log;
using Sluice.Pull.Policy;
using Sluice.Pull.Settings;

namespace Sluice.Pull.Messages;

/// <summary>Counts shared faults in a row; safe for any number of threads.</summary>
internal sealed class FaultCircuit(PullSettings settings, QueueFacts facts, IPullLog log, Func<long> clock)
{
    /// <summary>Failures in a row that open it: when nothing succeeded for a minute, and when something did.</summary>
    private const int Few = 5, Many = 20;

    /// <summary>Probes after which a run that ends by itself gives up.</summary>
    private const int MostProbes = 5;

    private const long FirstWait = 1000, LongestWait = 60_000, Minute = 60_000;

    private readonly RepeatedLine _line = new(log, clock);
    private readonly Lock _lock = new();
    private long _lastSuccess = long.MinValue / 2;
    private int _failures;
    private long _openedAt, _probeAt, _wait;
    private int _probes;
    private string _text = "";
    private volatile bool _open;

    public bool IsOpen => _open;

    /// <summary>How long it has been open, in milliseconds; 0 when it is not.</summary>
    public long OpenFor
    {
        get
        {
            lock (_lock)
                return _open ? clock() - _openedAt : 0;
        }
    }

    /// <summary>What fails, for a person.</summary>
    public string Text
    {
        get
        {
            lock (_lock)
                return _text;
        }
    }

    /// <summary>How long until the next message may be tried; zero when it is closed.</summary>
    public TimeSpan Wait
    {
        get
        {
            lock (_lock)
                return _open ? TimeSpan.FromMilliseconds(Math.Max(0, _probeAt - clock())) : TimeSpan.Zero;
        }
    }

    /// <summary>For a run that ends by itself: why it must end now; null while it may go on.</summary>
    public string? GivenUp
    {
        get
        {
            lock (_lock)
                return _open && (_probes >= MostProbes || (_probes > 0 && clock() - _openedAt > Minute)) ? $"{_failures} objects in a row could not be read: {_text}" : null;
        }
    }

    /// <summary>Whether an outcome is one that other objects will share.</summary>
    public static bool IsShared(Outcome outcome) =>
        outcome is Outcome.Denied or Outcome.KmsDenied or Outcome.NoBucket or Outcome.Credentials or Outcome.Transient;

    /// <summary>An object ended; <paramref name="text"/> says how, for a person.</summary>
    public void Note(Outcome outcome, bool shared, string text, int receives)
    {
        if (shared)
            Failed(text, receives);
        // Abandoned, lost and undelivered objects, and those refused beforehand, say nothing about S3.
        else if (outcome is not (Outcome.Abandoned or Outcome.Lost or Outcome.Refused or Outcome.Undelivered))
            Succeeded();
    }

    private void Failed(string text, int receives)
    {
        long now = clock();
        int failures;
        double wait;
        lock (_lock)
        {
            _failures++;
            _text = text;
            if (!_open && _failures >= (now - _lastSuccess > Minute ? Few : Many))
            {
                _open = true;
                _openedAt = now;
                _probes = 0;
                _wait = FirstWait;
                _probeAt = now + _wait;
            }
            else if (_open && now >= _probeAt)
            {
                _probes++;
                _wait = Math.Min(_wait * 2, LongestWait);
                _probeAt = now + _wait;
            }
            if (!_open)
                return;
            (failures, wait) = (_failures, _wait / 1000.0);
        }
        _line.Write(LogLevel.Warn, "open", _ => new("receiving_slowed",
            $"{failures} objects in a row could not be read: {text}; one message is tried every {wait:0} s until one can be read{DeadLetters(receives)}"));
    }

    private void Succeeded()
    {
        bool was;
        int failures;
        lock (_lock)
        {
            (was, failures) = (_open, _failures);
            _open = false;
            _failures = 0;
            _lastSuccess = clock();
        }
        if (!was)
            return;
        _line.Forget("open");
        log.Write(LogLevel.Info, new("receiving_back", "Objects can be read again; receiving resumes", ("failures", failures)));
    }

    private string DeadLetters(int receives)
    {
        if (settings.Queue is null)
            return "";
        return facts.MaxReceiveCount switch
        {
            { } most when most > receives => $"; such a message moves to the dead-letter queue after {most - receives} more receives",
            { } => "; such a message moves to the dead-letter queue at its next receive",
            null when facts.IsKnown => "; the queue has no dead-letter queue",
            null => "; if the queue has a redrive policy, each try counts towards it",
        };
    }
}
