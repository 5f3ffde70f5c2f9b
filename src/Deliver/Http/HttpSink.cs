// Http: a bounded number of batches under way to a receiver.
using System.Diagnostics;
using System.Net.Http;
using Sluice.Deliver.Receivers;
using Sluice.Deliver.Sinks;
using Sluice.Pull.Delivery;
using Sluice.Pull.Log;

namespace Sluice.Deliver.Http;

/// <summary>Delivers by HTTP. <see cref="Put"/> waits while every lane is busy, which is how a slow receiver slows the queue.</summary>
internal sealed class HttpSink : ISink
{
    private readonly HttpClient _client;
    private readonly Rejects? _rejects;
    private readonly Stack<Lane> _free = new();
    private readonly List<HttpExchange> _exchanges = [];
    private readonly SemaphoreSlim _room;
    private readonly int _lanes;
    private readonly CancellationTokenSource _stop = new();
    private SinkException? _fault;

    /// <param name="receiver">Where to.</param>
    /// <param name="client">Its connections; disposed with the sink.</param>
    /// <param name="options">How.</param>
    /// <param name="rejects">Where refused events go; disposed with the sink.</param>
    /// <param name="log">Gets retries and refusals.</param>
    public HttpSink(Receiver receiver, HttpClient client, HttpSinkOptions options, Rejects? rejects, IPullLog log)
    {
        _client = client;
        _rejects = rejects;
        Name = receiver.Name;
        Counters = new SinkCounters(Name);
        var courier = new Courier(receiver, log, options.Patience);
        _lanes = options.InFlight;
        _room = new SemaphoreSlim(_lanes);
        for (int i = 0; i < _lanes; i++)
        {
            _exchanges.Add(new HttpExchange(client, receiver, options.Gzip, options.Silence));
            _free.Push(new Lane(receiver, _exchanges[i], courier, Counters, rejects));
        }
    }

    public string Name { get; }

    public SinkCounters Counters { get; }

    public Exception? Fault => Volatile.Read(ref _fault);

    public void Put(SealedBatch batch, int records)
    {
        try
        {
            _room.Wait(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            batch.Release(delivered: false);
            return;
        }

        Lane lane;
        lock (_free)
            lane = _free.Pop();
        _ = Task.Run(() => RunAsync(lane, batch, records));
    }

    public void Finish()
    {
        for (int i = 0; i < _lanes; i++)
            _room.Wait();
        _room.Release(_lanes);
    }

    public void StopWithin(TimeSpan time) => _stop.CancelAfter(time);

    public void Dispose()
    {
        _stop.Cancel();
        Finish();
        _client.Dispose();
        _exchanges.ForEach(exchange => exchange.Dispose());
        _rejects?.Dispose();
        _stop.Dispose();
        _room.Dispose();
    }

    private async Task RunAsync(Lane lane, SealedBatch batch, int records)
    {
        long began = Stopwatch.GetTimestamp();
        Counters.Began();
        bool delivered = false;
        try
        {
            int length = records >= batch.Records ? batch.Length : RecordCut.LengthOf(batch.Batch.Bytes, records, Core.Settings.OutputEncoding.Ndjson);
            delivered = await lane.DeliverAsync(batch, length, _stop.Token).ConfigureAwait(false) && records >= batch.Records;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        catch (SinkException e)
        {
            Fail(e);
        }
        catch (Exception e)
        {
            // Unexpected: what is not confirmed stays in the queue.
            Fail(new SinkException($"{Name}: delivery failed unexpectedly: {e.GetType().Name}: {e.Message} ({e.StackTrace?.Split('\n')[0].Trim()})"));
        }
        finally
        {
            batch.Release(delivered);
            Counters.Ended(Stopwatch.GetElapsedTime(began));
            lock (_free)
                _free.Push(lane);
            _room.Release();
        }
    }

    private void Fail(SinkException fault)
    {
        Interlocked.CompareExchange(ref _fault, fault, null);
        _stop.Cancel();
    }
}
