// Input: one pulling engine as a host sees it: runs of records out, tokens back.
using System.Globalization;
using Sluice.Core.Settings;
using Sluice.Plugin.Abi;
using Sluice.Pull;
using Sluice.Pull.Delivery;
using Sluice.Pull.Log;
using Sluice.Pull.Settings;

namespace Sluice.Plugin.Input;

/// <summary>
/// Stage 7 (docs/ARCHITECTURE.md). Batches leave the gate here, in runs of a size that suits the host, each under
/// a token of its own; a batch is released once all of its runs are.
/// </summary>
internal sealed unsafe class PullInput : IDisposable
{
    private const int DisposeMs = 10_000;

    private readonly Lock _taking = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, HeldBatch> _tokens = [];
    private readonly PullEngine _engine;
    private readonly OutputEncoding _encoding;
    private readonly InputCounters _counters;
    private HeldBatch? _current;
    private ulong _lastToken;

    public PullInput(PullSettings settings, HostLog log)
    {
        Log = log;
        _encoding = settings.Encoding;
        _engine = new PullEngine(settings, log);
        _counters = new InputCounters(_engine.Counters);
        // A missing queue is a fault like any other: it is tried again and again, and logged. The host's other inputs
        // must not end with this one.
        _engine.Start();
    }

    public HostLog Log { get; }

    /// <summary>The next run; the result is one of <see cref="Result"/>.</summary>
    public int Next(int most, int timeoutMs, NativeBatch* run)
    {
        // Waiting for a batch must not keep another thread from releasing.
        lock (_taking)
        {
            if (_current is null)
            {
                if (!_engine.TryTake(out var batch, timeoutMs))
                    return _engine.Completed ? Result.End : Result.Nothing;
                _current = new HeldBatch(batch);
            }

            lock (_lock)
                HandOut(_current, most, run);
            if (_current.IsHandedOut)
                _current = null;
            return Result.Some;
        }
    }

    /// <summary>The run has been copied.</summary>
    public int DoneWith(ulong token)
    {
        lock (_lock)
        {
            if (!_tokens.TryGetValue(token, out var held))
                return Result.BadArgument;
            if (held.Copied())
                held.Sealed.ReturnMemory();
            return Result.Ok;
        }
    }

    /// <summary>Ends a run: the host has it for good, or it must come again.</summary>
    public int Release(ulong token, bool delivered)
    {
        lock (_lock)
        {
            if (!_tokens.Remove(token, out var held))
                return Result.BadArgument;
            if (held.Released(delivered))
                held.Sealed.Release(held.IsDelivered);
            return Result.Ok;
        }
    }

    private void HandOut(HeldBatch held, int most, NativeBatch* run)
    {
        var rest = held.Sealed.Batch.Bytes[held.Position..];
        int size = RecordSlicer.Cut(rest, _encoding, most, out int records);
        run->Data = held.Sealed.Batch.Pointer + held.Position;
        run->Size = (nuint)size;
        run->Records = (nuint)records;
        run->Token = ++_lastToken;
        held.Position += size;
        held.HandOut();
        _tokens.Add(_lastToken, held);
    }

    public void SetReceiving(bool receiving)
    {
        if (receiving)
            _engine.Resume();
        else
            _engine.Pause();
    }

    public void Report(CounterSink sink) => _counters.Report(sink);

    /// <summary>Hands back what is held and ends, within <paramref name="graceMs"/>.</summary>
    public bool Close(int graceMs)
    {
        var (messages, records) = Unreleased();
        // The engine first stops receiving: a message handed back earlier would come right back to it.
        bool ended = _engine.StopAsync(TimeSpan.Zero, TimeSpan.FromMilliseconds(graceMs - (graceMs / 8))).Wait(graceMs);
        lock (_taking)
            lock (_lock)
            {
                _current?.Sealed.Release(delivered: false);
                _current = null;
                foreach (var held in _tokens.Values)
                    held.Sealed.Release(delivered: false);
                _tokens.Clear();
            }

        if (_engine.HeldMessages is > 0 and int untold)
            Log.Log(LogLevel.Warn, $"the queue did not answer in time for {Counted(untold, "message")}: they come again after their visibility timeout");
        if (messages > 0)
            Log.Log(LogLevel.Info, $"gave back {Counted(messages, "message")}, up to {Counted(records, "record")} will repeat");
        return ended;
    }

    public void Dispose() => _engine.DisposeAsync().AsTask().Wait(DisposeMs);

    /// <summary>What the host took but does not have for good: the number of messages, and of their records.</summary>
    private (int Messages, long Records) Unreleased()
    {
        lock (_lock)
            return SealedBatch.Repeating([.. _tokens.Values.Select(held => held.Sealed).Distinct()]);
    }

    private static string Counted(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");
}
