// Objects: the bytes of one object, as one unbroken stream. A connection that breaks, stalls or ends early is
// reopened where it stopped (Range, If-Match), so that nothing downstream notices and nothing comes twice.
using System.Buffers;
using System.Globalization;
using Sluice.Core.Inflate;
using Sluice.Pull.Calls;
using Sluice.Pull.Counters;
using Sluice.Pull.Log;
using Sluice.Pull.Policy;
using Sluice.Pull.Settings;
using Sluice.Pull.Time;

namespace Sluice.Pull.Objects;

/// <summary>A forward-only stream over an S3 object; belongs to its reader's thread.</summary>
internal sealed class ObjectStream(IEngineCalls calls, RegionMap regions, ObjectRef item, PullSettings settings, PullCounters counters, IPullLog log, IEngineClock clock, RepeatedLine repeated,
    Action beforeWait, CancellationToken stop) : ForwardStream
{
    /// <summary>Tries without a single byte of progress before the object is given up for now.</summary>
    private const int MostTries = 7;

    /// <summary>Broken reads that are logged one by one.</summary>
    private const int Told = 20;

    /// <summary>Tries with keys that are refused: they may be about to be replaced.</summary>
    private const int KeyTries = 3;

    /// <summary>The decoder asks for 8 KiB at a time; the network is asked for more.</summary>
    private const int BufferSize = 128 << 10;

    private readonly Backoff _backoff = new(clock);
    private readonly StallWatch _stall = new(clock, stop);
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private readonly string[] _keys = [item.Key, .. item.OtherKeys];
    private int _from, _to;
    private int _keyIndex;
    private CallException? _denied;
    private Stream? _body;
    private OpenedObject? _first;
    private ObjectPromise _promise;
    private bool _changed;
    private bool _disposed;

    /// <summary>The key the object was found under.</summary>
    public string Key => _keys[_keyIndex];

    /// <summary>What identifies the content that is read: its version, else its ETag; null where the server names neither.</summary>
    public string? Content => item.VersionId ?? _first?.VersionId ?? _first?.ETag;

    /// <summary>Bytes received so far.</summary>
    public long Taken { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        if (_from == _to && !buffer.IsEmpty)
        {
            _from = 0;
            _to = ReadBody(_buffer);
        }
        int given = Math.Min(buffer.Length, _to - _from);
        _buffer.AsSpan(_from, given).CopyTo(buffer);
        _from += given;
        return given;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _body?.Dispose();
            _stall.Dispose();
            if (!_disposed)
                ArrayPool<byte>.Shared.Return(_buffer);
            _disposed = true;
        }
        base.Dispose(disposing);
    }

    private int ReadBody(Memory<byte> buffer)
    {
        while (true)
        {
            try
            {
                var body = _body ??= Open();
                if (_promise.Length is { } length && Taken == length)
                    return 0;
                int read = Wait(body.ReadAsync(buffer, Stallable()));
                if (read > 0)
                {
                    if (Taken == 0 && _promise.Doubt(buffer.Span[..read]) is { } doubt)
                        throw new IOException(doubt);
                    Taken += read;
                    counters.BytesIn.Add(read);
                    _backoff.Reset();
                    return read;
                }
                if (Taken < _promise.Least)
                    throw new IOException(string.Create(CultureInfo.InvariantCulture, $"the body ended after {Taken} of {_promise.Least} bytes"));
                if (_promise.Length is null && item.Size is { } told && told != Taken)
                    NoteChanged(Taken);
                return 0;
            }
            catch (Exception e) when (!stop.IsCancellationRequested && IsTransient(e))
            {
                Retry(e);
            }
            catch (CallException e) when (e.Fault == CallFault.Credentials && _backoff.Failures < KeyTries && !stop.IsCancellationRequested)
            {
                Retry(e);
            }
            catch (CallException e)
            {
                throw ObjectFaults.Explain(e, item, settings);
            }
            catch (OperationCanceledException e)
            {
                throw new ObjectFailure(Outcome.Abandoned, $"{item} was not read: the engine is stopping", e);
            }
            catch (Exception e) when (e is not (ObjectFailure or SettingsException))
            {
                // The client's own check of a stored checksum, at the end of a body.
                throw new ObjectFailure(Outcome.Corrupt, $"{item} does not match what was stored: {e.Message}", e);
            }
        }
    }

    /// <summary>Opens the body where it stopped, in the bucket's region, under the key that exists.</summary>
    private Stream Open()
    {
        while (true)
        {
            string region = regions.Of(item);
            try
            {
                var opened = Wait(new ValueTask<OpenedObject>(calls.OpenAsync(item, Key, region, Taken, Taken > 0 ? _first?.ETag : null, Stallable())));
                try
                {
                    Accept(opened);
                }
                catch
                {
                    opened.Body.Dispose();
                    throw;
                }
                return opened.Body;
            }
            catch (CallException e) when (e.Fault == CallFault.WrongRegion && regions.Follow(item, e.Region, region, Stallable()))
            {
            }
            // Without s3:ListBucket a missing object looks like a denied one.
            catch (CallException e) when (e.Fault is CallFault.Missing or CallFault.Denied && Taken == 0 && _keyIndex < _keys.Length - 1)
            {
                _keyIndex++;
                if (e.Fault == CallFault.Denied)
                    _denied ??= e;
            }
            // A key that was denied may exist, so the object is not known to be missing.
            catch (CallException e) when (e.Fault == CallFault.Missing && _denied is not null)
            {
                throw _denied;
            }
        }
    }

    /// <summary>Checks an answer: the first one makes the promise, a later one must go on where the body stopped.</summary>
    private void Accept(OpenedObject opened)
    {
        if (Taken == 0)
        {
            _first = opened;
            _promise = new ObjectPromise(item, opened);
            // Before a byte of it is read: the headers alone may show that it is not the object at all.
            if (_promise.Doubt([]) is { } doubt)
                throw new IOException(doubt);
            if (_promise.IsAnother)
                NoteChanged(opened.Total);
        }
        else if (_first?.ETag is { } etag)
        {
            if (opened.ETag is null && !opened.IsOfS3)
                throw new IOException("the response is not from the object: it has neither its ETag nor S3 headers");
            if (opened.ETag is { } other && !ObjectPromise.AreSame(other, etag))
                throw new CallException(CallFault.Changed, $"its ETag changed from {etag} to {other}");
        }
        if (opened.From > Taken)
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"the server answered from byte {opened.From} instead of {Taken}"));
        Skip(opened);
    }

    private void NoteChanged(long? size)
    {
        if (_changed)
            return;
        _changed = true;
        counters.Changed.Add(1);
        log.Write(LogLevel.Info, new("object_changed", "An object was overwritten after its notification was sent; its present content is read",
            ("bucket", item.Bucket), ("key", Key), ("size", size), ("told_size", item.Size), ("etag", _first?.ETag), ("told_etag", item.ETag)));
    }

    /// <summary>Skips what was read before, where the server answered from an earlier byte.</summary>
    private void Skip(OpenedObject opened)
    {
        long left = Taken - opened.From;
        if (left <= 0)
            return;
        byte[] scratch = new byte[64 << 10];
        while (left > 0)
        {
            int read = Wait(opened.Body.ReadAsync(scratch.AsMemory(0, (int)Math.Min(left, scratch.Length)), Stallable()));
            if (read == 0)
                throw new IOException("the body ended before the byte where reading had stopped");
            left -= read;
        }
    }

    private void Retry(Exception e)
    {
        _body?.Dispose();
        _body = null;
        var wait = _backoff.Next();
        if (_backoff.Failures > MostTries)
            throw new ObjectFailure(Outcome.Transient, $"{item} could not be read after {MostTries} tries: {Why(e)}", e);
        counters.Retries.Add(1);
        string why = Why(e);
        // When S3 cannot be reached, every reader breaks off again and again; for refused keys the circuit's line is enough.
        repeated.Write(e is CallException { Fault: CallFault.Credentials } ? LogLevel.Debug : LogLevel.Warn, "retry", times => new("object_retry", $"Reading an object was interrupted ({why}); next try in {wait.TotalSeconds:0.0} s" + RepeatedLine.Times(times, Told),
            ("bucket", item.Bucket), ("key", item.Key), ("offset", Taken)), free: Told);
        beforeWait();
        _stall.Rest();
        if (clock.Sleep(wait, stop))
            throw new ObjectFailure(Outcome.Abandoned, $"{item} was not read: the engine is stopping", e);
    }

    private string Why(Exception e) => e is OperationCanceledException ? $"read timeout: no data for {settings.ReadTimeout} s" : e.Message;

    private static bool IsTransient(Exception e) => e is CallException { Fault: CallFault.Transient }
        or IOException or System.Net.Http.HttpRequestException or System.Net.Sockets.SocketException
        or TimeoutException or OperationCanceledException;

    /// <summary>A token that fires when nothing happens for the read timeout.</summary>
    private CancellationToken Stallable() => _stall.Within(TimeSpan.FromSeconds(settings.ReadTimeout));

    private T Wait<T>(ValueTask<T> task) => task.IsCompletedSuccessfully ? task.Result : clock.Await(task.AsTask());

    /// <summary>Bytes of the whole object; null where the server does not say.</summary>
    public long? Total => _promise.Length;

    /// <summary>
    /// The last <paramref name="length"/> bytes, by a request of its own; null where the server has no ranges or does not
    /// answer now. The body shows the same later, at the cost of being read.
    /// </summary>
    public byte[]? Tail(int length)
    {
        if (Total is not { } total || total < length)
            return null;
        try
        {
            var opened = Wait(new ValueTask<OpenedObject>(calls.OpenAsync(item, Key, regions.Of(item), total - length, _first?.ETag, Stallable())));
            using var body = opened.Body;
            byte[] tail = new byte[length];
            int have = 0;
            while (opened.From == total - length && have < length)
            {
                int read = Wait(body.ReadAsync(tail.AsMemory(have), Stallable()));
                if (read == 0)
                    return null;
                have += read;
            }
            return have == length ? tail : null;
        }
        catch (Exception e) when (!stop.IsCancellationRequested && (e is CallException || IsTransient(e)))
        {
            return null;
        }
    }
}
