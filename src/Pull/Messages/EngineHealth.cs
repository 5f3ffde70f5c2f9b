// Messages: the engine's health, whether receives succeed and messages move.
namespace Sluice.Pull.Messages;

/// <summary>What a health check may ask of a running engine; safe for any number of threads.</summary>
public sealed class EngineHealth
{
    private readonly Func<long> _clock;
    private readonly long _receivePatience;
    private long _trying = -1;
    private long _received = -1;
    private long _moved;
    private string? _receiveFault;

    internal EngineHealth(int waitSeconds, Func<long> clock)
    {
        _clock = clock;
        _receivePatience = (waitSeconds + 45) * 1000L;
        _moved = _clock();
    }

    /// <summary>A receive has succeeded since the start; for a replay, a listing.</summary>
    public bool IsReady => Interlocked.Read(ref _received) >= 0;

    /// <summary>How long held messages may stand still before that is a fault.</summary>
    internal TimeSpan Standstill { get; set; } = TimeSpan.FromMinutes(5);

    internal Func<bool> Paused { get; set; } = () => false;

    internal Func<int> Held { get; set; } = () => 0;

    internal FaultCircuit? Circuit { get; set; }

    internal DeleteGuard? Deletes { get; set; }

    /// <summary>Null when all is well, else the faults, one to a line.</summary>
    public string? Fault()
    {
        // A host that takes nothing stops everything on purpose.
        if (Paused())
            return null;
        long now = _clock();
        var faults = new List<string>();
        long trying = Interlocked.Read(ref _trying);
        if (trying >= 0 && now - trying > _receivePatience)
            faults.Add($"no receive has succeeded for {(now - trying) / 1000} s{(_receiveFault is { } why ? $": {why}" : "")}");
        if (Held() is > 0 and int held && now - Interlocked.Read(ref _moved) is var still && still > Standstill.TotalMilliseconds)
            faults.Add($"{held} messages are held and none has made progress for {still / 1000} s");
        if (Deletes is { Blocked: true })
            faults.Add("messages cannot be deleted");
        if (Circuit is { } circuit && circuit.OpenFor > Standstill.TotalMilliseconds)
            faults.Add($"no object could be read for {circuit.OpenFor / 1000} s: {circuit.Text}");
        return faults.Count == 0 ? null : string.Join('\n', faults.Select(Core.Text.Printable.Escape));
    }

    /// <summary>A receive is wanted from now on; time counts until one succeeds.</summary>
    internal void Trying() => Interlocked.CompareExchange(ref _trying, _clock(), -1);

    /// <summary>Nothing is to be received for now: there is no room, or a wait was ordered.</summary>
    internal void NotTrying() => Interlocked.Exchange(ref _trying, -1);

    internal void Received()
    {
        Interlocked.Exchange(ref _received, _clock());
        Interlocked.Exchange(ref _trying, -1);
        _receiveFault = null;
    }

    internal void ReceiveFailed(string why) => _receiveFault = why;

    /// <summary>Records were delivered, or a message was settled.</summary>
    internal void Moved() => Interlocked.Exchange(ref _moved, _clock());
}
