// Http: takes one batch at a time to the receiver, until each of its events is dealt with.
using Sluice.Deliver.Receivers;
using Sluice.Deliver.Sinks;
using Sluice.Pull.Delivery;

namespace Sluice.Deliver.Http;

/// <summary>
/// One of the few batches that are under way, with the memory for it. An event is dealt with when it was in a request
/// whose events were all taken, or when it was refused and is in the rejects file.
/// </summary>
internal sealed class Lane(Receiver receiver, HttpExchange exchange, Courier courier, SinkCounters counters, Rejects? rejects)
{
    /// <summary>Most requests for finding the refused events of one batch; after them whole stretches count as refused.</summary>
    internal const int MostRequests = 4000;

    /// <summary>Parts into which a stretch with refused events is cut, so that less is sent again for each of them.</summary>
    private const int Parts = 8;

    private readonly List<Piece> _open = [], _oversized = [];
    private readonly RetryWait _wait = new();
    private SealedBatch? _batch;

    /// <summary>Delivers the first events of a batch; false when it was given up. Throws <see cref="SinkException"/> when nothing can be delivered any more.</summary>
    public async Task<bool> DeliverAsync(SealedBatch batch, int length, CancellationToken stop)
    {
        _batch = batch;
        _open.Clear();
        _oversized.Clear();
        PieceCutter.Cut(Bytes(0, length), receiver.MostEvent, _open, _oversized);
        int events = _open.Sum(piece => piece.Events), refused = 0, requests = 0;
        foreach (Piece piece in _oversized)
            refused += Refuse(piece, 0, $"larger than {receiver.MostEvent} bytes, the limit for an event; it was not sent");
        events += _oversized.Count;

        while (_open.Count > 0)
        {
            Piece piece = _open[^1];
            _open.RemoveAt(_open.Count - 1);
            if (await SendAsync(piece, stop).ConfigureAwait(false) is not var (verdict, taken, reply))
                return false;
            requests++;
            bool isAtom = piece.Events == 1 || requests >= MostRequests;
            switch (verdict)
            {
                case Verdict.Taken:
                    break;
                case Verdict.Partly when taken == 0:
                case Verdict.Partly or Verdict.Refused or Verdict.TooLarge when isAtom:
                    refused += Refuse(piece, reply.Status, reply.Describe(receiver.Secrets) + (piece.Events > 1 && taken > 0 ? "; some of these events were accepted, and finding out which would take too many requests" : ""));
                    break;
                case Verdict.Partly:
                    PieceCutter.Split(Bytes(0, length), piece, Parts, repeated: true, _open);
                    break;
                case Verdict.Refused or Verdict.TooLarge:
                    PieceCutter.Split(Bytes(0, length), piece, 2, piece.IsRepeated, _open);
                    break;
                default:
                    throw new SinkException(receiver.Explain(reply));
            }
        }

        counters.Confirmed.Add(events - refused);
        _batch = null;
        return true;
    }

    /// <summary>Sends a piece until there is an answer that says what became of it; null when it is given up.</summary>
    private async Task<(Verdict Verdict, int Taken, Reply Reply)?> SendAsync(Piece piece, CancellationToken stop)
    {
        exchange.Prepare(Bytes(piece.From, piece.Length));
        _wait.Reset();
        while (true)
        {
            await courier.WhenAllowed(stop).ConfigureAwait(false);
            // While the batch waited here, its message may have become somebody else's.
            if (_batch!.IsLost)
                return null;
            counters.Requests.Add(1);
            counters.Sent.Add(piece.Events);
            counters.Bytes.Add(exchange.BodyLength);
            if (piece.IsRepeated)
                counters.Resent.Add(piece.Events);
            Reply reply = await exchange.SendAsync(stop).ConfigureAwait(false);
            var verdict = receiver.Judge(reply, piece.Events, out int taken);
            if (verdict != Verdict.Again)
            {
                courier.Answered();
                return (verdict, taken, reply);
            }

            counters.Retries.Add(1);
            await courier.WaitAsync(_wait.Next(reply.RetryAfter), reply, stop).ConfigureAwait(false);
        }
    }

    private int Refuse(Piece piece, int status, string reason)
    {
        if (rejects is null)
            throw new SinkException($"{receiver.Name}: {receiver.Host} refuses {(piece.Events == 1 ? "an event" : $"{piece.Events} events")} ({reason}): set rejects to a file for refused events, and start again; their messages stay in the queue");
        rejects.Write(receiver.Name, status, reason, Bytes(piece.From, piece.Length));
        counters.Refused.Add(piece.Events);
        courier.Refused(piece.Events, reason);
        return piece.Events;
    }

    private ReadOnlySpan<byte> Bytes(int from, int length) => _batch!.Batch.Bytes.Slice(from, length);
}
