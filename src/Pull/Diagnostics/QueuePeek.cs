// Diagnostics: recognises and lists what waits in a queue, and deletes nothing. A look is a receive, and SQS counts receives.
using Sluice.Pull.Aws;
using Sluice.Pull.Calls;
using Sluice.Pull.Messages;
using Sluice.Pull.Notices;
using Sluice.Pull.Settings;

namespace Sluice.Pull.Diagnostics;

/// <summary>Looks into a queue.</summary>
public sealed class QueuePeek
{
    /// <summary>Messages stay hidden while the list is made, so that none is listed twice.</summary>
    private const int Hidden = 30;

    /// <summary>With a redrive policy of no more receives than this, every look is one too many.</summary>
    private const int TooFew = 3;

    private readonly PullSettings _settings;
    private readonly AwsCalls _calls;
    private readonly Dictionary<string, (PeekedMessage Message, string Handle)> _found = new(StringComparer.Ordinal);
    private int? _maxReceives;

    private QueuePeek(PullSettings settings, AwsCalls calls) => (_settings, _calls) = (settings, calls);

    /// <summary>
    /// Lists up to <paramref name="most"/> messages, then gives all of them back (visibility 0). Looks at the redrive policy
    /// first, and at the receives of one message before it takes others.
    /// </summary>
    /// <param name="settings">Which queue.</param>
    /// <param name="most">Messages to list.</param>
    /// <param name="force">Look even where looking brings messages closer to the dead-letter queue.</param>
    /// <param name="waiting">Called with what is waited for from now on, and with null when the wait is over.</param>
    /// <param name="stop">Ends the look.</param>
    /// <exception cref="SettingsException">The settings cannot work; one line.</exception>
    /// <exception cref="PeekException">The queue cannot be looked into, or must not be; one line.</exception>
    public static async Task<PeekResult> RunAsync(PullSettings settings, int most, bool force, Action<string?> waiting, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(waiting);
        SettingsCheck.Check(settings, needsQueue: true);
        using var calls = new AwsCalls(settings);
        var peek = new QueuePeek(settings, calls);
        waiting($"queue {settings.Queue} at {calls.QueueHost}");
        string? stopped = null;
        int lost = 0;
        try
        {
            await peek.LookAtPolicyAsync(force, stop).ConfigureAwait(false);
            stopped = await peek.ListAsync(most, force, stop).ConfigureAwait(false);
        }
        catch (CallException e)
        {
            throw new PeekException(QueueFaults.Explain(e, settings, calls.QueueRegion));
        }
        finally
        {
            lost = await peek.GiveBackAsync().ConfigureAwait(false);
            waiting(null);
        }
        return new([.. peek._found.Values.Select(entry => entry.Message)], lost, peek._maxReceives, stopped);
    }

    private async Task LookAtPolicyAsync(bool force, CancellationToken stop)
    {
        try
        {
            _maxReceives = (await _calls.QueueStateAsync(stop).ConfigureAwait(false)).MaxReceiveCount;
        }
        catch (CallException e) when (e.Fault == CallFault.Denied)
        {
            if (!force)
                throw new PeekException($"the redrive policy of queue {_settings.Queue} cannot be read, so it is unknown how many receives a message has left: allow sqs:GetQueueAttributes, or use --force to list anyway ({e.Message})");
        }
        if (!force && _maxReceives <= TooFew)
            throw new PeekException($"listing a message counts as a receive, and after {_maxReceives} receives queue {_settings.Queue} moves it to its dead-letter queue: "
                + "nothing was listed; use --force to list anyway");
    }

    /// <summary>Lists messages; returns why it stopped early, or null when it did not.</summary>
    private async Task<string?> ListAsync(int most, bool force, CancellationToken stop)
    {
        int empty = 0;
        while (_found.Count < most)
        {
            // One message first: its receive count shows how close the others may be to the limit.
            bool probe = !force && _maxReceives is not null && _found.Count == 0;
            int few = probe ? 1 : Math.Min(BatchedCalls.Most, most - _found.Count);
            var messages = await _calls.ReceiveAsync(few, Math.Min(1, _settings.WaitTime), Hidden, stop).ConfigureAwait(false);
            int before = _found.Count;
            foreach (var message in messages)
                _found[message.Id] = (Describe(message), message.Handle);
            // Nothing new: the queue is empty, or repeats messages that were seen already, and each look costs a receive.
            if (_found.Count == before && ++empty >= (messages.Count == 0 ? 1 : 2))
                return null;
            if (!force && _maxReceives is { } limit && _found.Values.Max(entry => entry.Message.Receives) is { } worn && 2 * worn >= limit)
            {
                return $"a message was received {worn} times, and after {limit} receives it moves to the dead-letter queue: no more were listed; "
                    + "use --force to list anyway";
            }
        }
        return null;
    }

    internal static PeekedMessage Describe(ReceivedMessage message)
    {
        var notice = NoticeReader.Read(message.Body);
        return new(message.Id, notice.Label, message.Receives, message.SentAt is { } sent ? DateTimeOffset.UtcNow - sent : null,
            [.. notice.Objects.Select(item => item.ToString())], notice.Fault);
    }

    /// <summary>Gives back all messages; returns how many could not be given back.</summary>
    private async Task<int> GiveBackAsync()
    {
        int lost = 0;
        foreach (string[] ten in _found.Values.Select(entry => entry.Handle).Chunk(BatchedCalls.Most))
        {
            try
            {
                // Once a call has failed, the others are not tried: their messages come back when their visibility runs out.
                if (lost == 0)
                    lost += (await _calls.HideAsync([.. ten.Select(handle => (handle, 0))], CancellationToken.None).ConfigureAwait(false)).Count;
                else
                    lost += ten.Length;
            }
            catch (CallException)
            {
                lost += ten.Length;
            }
        }
        return lost;
    }
}
