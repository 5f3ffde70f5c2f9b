// Diagnostics: dead letters that are held while a person decides and while they are moved.
using Sluice.Pull.Aws;
using Sluice.Pull.Calls;
using Sluice.Pull.Messages;

namespace Sluice.Pull.Diagnostics;

/// <summary>Receives messages, keeps them hidden, and gives back what was not moved.</summary>
internal sealed class HeldLetters(AwsCalls calls, int visibilitySeconds, int waitSeconds) : IAsyncDisposable
{
    /// <summary>Calls under way at once: thousands of messages are extended well within a third of the visibility.</summary>
    private const int Abreast = 8;

    private readonly Dictionary<string, HeldLetter> _held = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _end = new();
    private Task _beating = Task.CompletedTask;

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyCollection<HeldLetter> All => _held.Values;

    /// <summary>Receives up to <paramref name="most"/> messages, until the queue has no more to give.</summary>
    public async Task TakeAsync(int most, CancellationToken stop)
    {
        int stale = 0;
        _beating = Task.Run(() => BeatAsync(_end.Token), CancellationToken.None);
        while (_held.Count < most)
        {
            long sent = Environment.TickCount64;
            var letters = await calls.ReceiveWholeAsync(Math.Min(BatchedCalls.Most, most - _held.Count), waitSeconds, visibilitySeconds, stop).ConfigureAwait(false);
            int before = _held.Count;
            lock (_held)
            {
                foreach (var letter in letters)
                    _held[letter.Received.Id] = new(letter, sent + visibilitySeconds * 1000L);
            }
            // Nothing new: the queue is empty, or repeats messages that were seen already.
            if (_held.Count == before && ++stale >= (letters.Count == 0 ? 1 : 2))
                return;
        }
    }

    /// <summary>Gives back all that are still held; returns how many could not be given back.</summary>
    public async Task<int> GiveBackAsync()
    {
        await EndAsync().ConfigureAwait(false);
        int lost = 0;
        await InTensAsync(async ten =>
        {
            try
            {
                // Once a call has failed, the others are not tried: their messages come back when their visibility runs out.
                int failed = Volatile.Read(ref lost) > 0 ? ten.Length : (await HideAsync(ten, 0).ConfigureAwait(false)).Count;
                Interlocked.Add(ref lost, failed);
            }
            catch (CallException)
            {
                Interlocked.Add(ref lost, ten.Length);
            }
        }).ConfigureAwait(false);
        return lost;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync().ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task EndAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _beating.ConfigureAwait(false);
    }

    private async Task BeatAsync(CancellationToken end)
    {
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(visibilitySeconds / 3.0), end).ConfigureAwait(false);
                await InTensAsync(ExtendAsync).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // What is held is moved or given back now.
        }
    }

    private async Task ExtendAsync(HeldLetter[] ten)
    {
        long sent = Environment.TickCount64;
        try
        {
            var failed = (await HideAsync(ten, visibilitySeconds).ConfigureAwait(false)).ToLookup(failure => failure.Index);
            for (int i = 0; i < ten.Length; i++)
            {
                if (!failed.Contains(i))
                    ten[i].Until = sent + visibilitySeconds * 1000L;
                else if (failed[i].First().Lost)
                    ten[i].Gone = true;
            }
        }
        catch (CallException)
        {
            // The next beat tries again; until then the last confirmed time counts.
        }
    }

    private Task<IReadOnlyList<BatchFailure>> HideAsync(HeldLetter[] ten, int seconds) =>
        calls.HideAsync([.. ten.Select(held => (held.Handle, seconds))], CancellationToken.None);

    private Task InTensAsync(Func<HeldLetter[], Task> work)
    {
        HeldLetter[] all;
        lock (_held)
            all = [.. _held.Values.Where(held => !held.Gone)];
        return Parallel.ForEachAsync(all.Chunk(BatchedCalls.Most), new ParallelOptions { MaxDegreeOfParallelism = Abreast }, async (ten, _) => await work(ten).ConfigureAwait(false));
    }
}
