// Pull: the engine, Queue -> Notice -> Object -> Lines -> Gate, put together. Each arrow is one call or one
// queue; this file only starts, pauses and ends them.
using Sluice.Pull.Aws;
using Sluice.Pull.Calls;
using Sluice.Pull.Counters;
using Sluice.Pull.Delivery;
using Sluice.Pull.Log;
using Sluice.Pull.Messages;
using Sluice.Pull.Notices;
using Sluice.Pull.Objects;
using Sluice.Pull.Policy;
using Sluice.Pull.Settings;
using Sluice.Pull.Sources;
using Sluice.Pull.Time;

namespace Sluice.Pull;

/// <summary>
/// Pulls flow logs from SQS and S3 into batches of records. Nothing is deleted before the consumer has
/// released the last batch of a message; a crash anywhere repeats records and never loses one.
/// Thread-safe, except that <see cref="Start"/> is called once and first.
/// </summary>
public sealed class PullEngine : IAsyncDisposable
{
    private readonly PullSettings _settings;
    private readonly IPullLog _log;
    private readonly IEngineClock _clock;
    private readonly IEngineCalls _calls;
    private readonly ReceiptBook _book;
    private readonly BatchPool _pool;
    private readonly ReaderPool _readers;
    private readonly IFeeder _feeder;
    private readonly JobQueue _jobs;
    private readonly QueueFacts _facts = new();
    private readonly Heartbeat _heartbeat;
    private readonly BlockingQueue<SealedBatch> _sealed;
    private readonly CancellationTokenSource _feedStop = new();
    private readonly CancellationTokenSource _pollCut = new();
    private readonly CancellationTokenSource _readStop = new();
    private readonly CancellationTokenSource _callStop = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _feeding = Task.CompletedTask;
    private Task _extending = Task.CompletedTask;
    private Task _carrying = Task.CompletedTask;
    private Task _watching = Task.CompletedTask;
    private volatile bool _paused;
    private volatile bool _started;
    private int _stopping;

    /// <summary>Prepares an engine on a queue; with <paramref name="replay"/>, on a bucket's listing instead.</summary>
    /// <exception cref="SettingsException">A setting is missing or cannot work; the message is one line.</exception>
    public PullEngine(PullSettings settings, IPullLog log, ReplayRange? replay = null)
        : this(settings, log, replay, checkedSettings => new AwsCalls(checkedSettings, log), SystemClock.Instance)
    {
    }

    /// <summary>An engine on the given calls and clock.</summary>
    internal PullEngine(PullSettings settings, IPullLog log, ReplayRange? replay, Func<PullSettings, IEngineCalls> calls, IEngineClock clock)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(log);
        _settings = settings with { };
        _log = log;
        _clock = clock;
        _jobs = new JobQueue(clock);
        _sealed = new BlockingQueue<SealedBatch>(clock);
        int readers = SettingsCheck.Check(_settings, needsQueue: replay is null);
        _calls = calls(_settings);
        Health = new EngineHealth(_settings.WaitTime, clock.Now);
        var circuit = new FaultCircuit(_settings, _facts, log, clock.Now);
        _book = new ReceiptBook(_settings, _calls, Counters, Health, circuit, log, clock);
        _heartbeat = new Heartbeat(_settings, _calls, _book, Counters, log, clock);
        (Health.Paused, Health.Held, Health.Circuit, Health.Deletes) = (() => _paused, () => _book.Count, circuit, _book.Deletes);
        _pool = new BatchPool(SettingsCheck.Batches(_settings, readers), _settings.BatchSize, Counters.InFlightBytes, clock);
        var context = new ReaderContext(_settings, _calls, Counters, circuit, log, clock, _readStop.Token);
        _readers = new ReaderPool(readers, context, _jobs, () => new BatchWriter(_pool, _sealed, WhenReleased, _settings.BatchSize, clock));
        int room = Math.Max(readers, BatchedCalls.Most);
        _feeder = replay is null
            ? new Receiver(_settings, _calls, _book, _jobs, new Unpacker(_settings, _book, _jobs, _calls.S3IsAws, Counters, log, clock), circuit, Health,
                room, Counters, log, clock, () => _paused, _pollCut.Token)
            : new Lister(replay, _calls, context.Regions, _jobs, circuit, Health, new KeyFilter(_settings.KeyPattern, _settings.SkipKeys),
                room, Counters, log, clock, () => _paused);
    }

    /// <summary>The engine's counters; they are live.</summary>
    public PullCounters Counters { get; } = new();

    /// <summary>Whether receives succeed and messages move.</summary>
    public EngineHealth Health { get; }

    /// <summary>No more batches will come: the queue is drained, the range is read, or the engine was stopped.</summary>
    public bool Completed => _sealed.Ended;

    /// <summary>Messages held; after the end, those the queue was not told about.</summary>
    public int HeldMessages => _book.Count;

    /// <summary>Why a replay ended before the end of its range, or a drain before its queue was empty; else null.</summary>
    public string? Failure => _feeder.Failure;

    /// <summary>Looks for the queue before the start; returns what is wrong with its name, or null when it exists or cannot be asked now.</summary>
    public string? FindQueue()
    {
        try
        {
            _calls.QueueStateAsync(CancellationToken.None).GetAwaiter().GetResult();
            return null;
        }
        catch (CallException e)
        {
            string reason = QueueFaults.Explain(e, _settings, _calls.QueueRegion);
            if (e.Fault == CallFault.NoQueue)
                return reason;
            // Attributes may be denied where all else is allowed.
            if (e.Fault != CallFault.Denied)
                _log.Write(LogLevel.Warn, new("queue_not_reached", reason));
            return null;
        }
    }

    /// <summary>Begins to pull; returns at once.</summary>
    public void Start()
    {
        _started = true;
        _readers.Start();
        _feeding = _clock.Run(FeedAsync);
        _extending = _clock.Run(() => Keep(() => _heartbeat.RunAsync(_callStop.Token), _callStop.Token));
        _carrying = _clock.Run(() => Keep(() => _book.CarryOutAsync(_callStop.Token), _callStop.Token));
        _watching = _feeder is Receiver ? _clock.Run(() => Keep(() => new DepthWatch(_calls, _facts, Counters, _log, _clock).RunAsync(_feedStop.Token), _feedStop.Token)) : Task.CompletedTask;
        _ = CloseGateAsync();
    }

    /// <summary>Takes the next batch, waiting up to <paramref name="timeoutMs"/> (-1: for ever). False on timeout and at the end: see <see cref="Completed"/>.</summary>
    public bool TryTake(out SealedBatch batch, int timeoutMs)
    {
        long began = _clock.Now();
        while (_sealed.TryTake(out batch, timeoutMs < 0 ? timeoutMs : (int)Math.Max(0, timeoutMs - (_clock.Now() - began))))
        {
            // It waited here until its message was no longer ours: another consumer may deliver these records.
            if (!batch.IsLost)
                return batch.Taken = true;
            batch.Release(delivered: false);
        }
        return false;
    }

    /// <summary>Stops receiving until <see cref="Resume"/>; held messages are still extended.</summary>
    public void Pause()
    {
        if (!_paused)
            _log.Write(LogLevel.Debug, new("paused", "The host accepts no records for now; receiving is paused"));
        _paused = true;
        Counters.Paused.Set(1);
    }

    /// <summary>Receives again.</summary>
    public void Resume()
    {
        if (_paused)
            _log.Write(LogLevel.Debug, new("resumed", "The host accepts records again; receiving resumes"));
        _paused = false;
        Counters.Paused.Set(0);
    }

    /// <summary>
    /// Stops receiving, gives back at once what no reader has begun, and finishes what is being read and what
    /// waits in the gate while <paramref name="grace"/> lasts (the consumer must keep taking). Then gives back
    /// the rest (visibility 0), and returns once nothing of the engine runs any more.
    /// </summary>
    /// <param name="grace">Time for what is being read and what waits in the gate.</param>
    /// <param name="calls">Time for the deletions and returns that are left; 2 seconds when absent.</param>
    public async Task StopAsync(TimeSpan grace, TimeSpan? calls = null)
    {
        long callsMs = (long)(calls ?? TimeSpan.FromSeconds(2)).TotalMilliseconds;
        if (Interlocked.Exchange(ref _stopping, 1) == 1)
        {
            await _stopped.Task.ConfigureAwait(false);
            return;
        }

        long deadline = _clock.Now() + (long)grace.TotalMilliseconds;
        long kept = Counters.KeptTotal;
        _book.Stopping = true;
        await _clock.Cancel(_feedStop).ConfigureAwait(false);
        _jobs.Close();
        foreach (var job in _jobs.TakeAll())
            job.Receipt.Release(Outcome.Abandoned);
        // The last quarter of the grace is for the consumer.
        await UntilAsync(() => !_started || _readers.Ended.IsCompleted, deadline - (long)(grace.TotalMilliseconds / 4)).ConfigureAwait(false);
        await _clock.Cancel(_readStop).ConfigureAwait(false);
        await UntilAsync(() => !_book.IsBusy && _sealed.Count == 0, deadline).ConfigureAwait(false);
        _pool.Dispose();
        // A consumer that is gone leaves its batches here; their messages come again.
        foreach (var batch in _sealed.TakeAll())
            batch.Release(delivered: false);
        _book.ReleaseAll();
        await EndPollAsync(gaveBack: Counters.KeptTotal > kept).ConfigureAwait(false);
        _book.Close();
        await UntilAsync(() => !_started || _carrying.IsCompleted, Math.Max(deadline, _clock.Now()) + callsMs).ConfigureAwait(false);
        await _clock.Cancel(_callStop).ConfigureAwait(false);
        await Task.WhenAll(_carrying, _extending, _watching).ConfigureAwait(false);
        await UntilAsync(() => !_started || _readers.Ended.IsCompleted, _clock.Now() + 5000).ConfigureAwait(false);
        _sealed.Close();
        _calls.Dispose();
        _stopped.SetResult();
    }

    /// <summary>Ends without grace.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero).ConfigureAwait(false);
        Counters.Dispose();
        _feedStop.Dispose();
        _pollCut.Dispose();
        _callStop.Dispose();
    }

    private async Task FeedAsync()
    {
        await Keep(() => _feeder.RunAsync(_feedStop.Token), _feedStop.Token).ConfigureAwait(false);
        _jobs.Close();
    }

    private async Task CloseGateAsync()
    {
        await _readers.Ended.ConfigureAwait(false);
        _sealed.Close();
    }

    /// <summary>
    /// Ends the receive that still waits. Messages just given back may come to it first; if it were cut off then, they would
    /// stay hidden from everybody. So it gets a moment to return, and what it brings is given back once more.
    /// </summary>
    private async Task EndPollAsync(bool gaveBack)
    {
        if (gaveBack)
        {
            await UntilAsync(() => _book.Count == 0, _clock.Now() + 2000).ConfigureAwait(false);
            await UntilAsync(() => _feeding.IsCompleted, _clock.Now() + 250).ConfigureAwait(false);
        }
        await _clock.Cancel(_pollCut).ConfigureAwait(false);
        await _feeding.ConfigureAwait(false);
    }

    /// <summary>Runs a loop until it ends or is stopped; an unexpected exception is logged, and the loop starts again.</summary>
    private async Task Keep(Func<Task> loop, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await loop().ConfigureAwait(false);
                return;
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return; // a call that is cut off fails in many ways, not only as cancelled
            }
            catch (Exception e)
            {
                _log.Write(LogLevel.Error, new("engine_error", $"A loop of the engine failed and is restarted: {e.GetType().Name}: {e.Message}", ("where", e.StackTrace?.Split('\n')[0].Trim())));
                await _clock.Delay(TimeSpan.FromSeconds(1), CancellationToken.None).ConfigureAwait(false);
                if (stop.IsCancellationRequested)
                    return;
            }
        }
    }

    private void WhenReleased(SealedBatch sealedBatch, bool delivered)
    {
        if (delivered)
        {
            Counters.Events.Add(sealedBatch.Records);
            Counters.Records.Add(sealedBatch.Records - sealedBatch.Malformed);
            Counters.BytesOut.Add(sealedBatch.Length);
            Health.Moved();
        }
        else if (sealedBatch.Taken)
        {
            Counters.EventsGivenBackBy(_book.Stopping ? PullCounters.Stop : sealedBatch.IsLost ? PullCounters.Expired : PullCounters.Refused).Add(sealedBatch.Records);
        }
        foreach (var share in sealedBatch.Shares)
        {
            if (delivered)
                share.Progress.Confirm(share.First, share.Events);
            share.Receipt.Release(delivered ? Outcome.Delivered : Outcome.Undelivered);
        }
    }

    private async Task UntilAsync(Func<bool> done, long deadline)
    {
        while (!done() && _clock.Now() < deadline)
            await _clock.Delay(TimeSpan.FromMilliseconds(10), CancellationToken.None).ConfigureAwait(false);
    }
}
