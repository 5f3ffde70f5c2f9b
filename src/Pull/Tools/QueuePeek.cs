// Tools: what waits in a queue, recognised and listed, nothing deleted.
namespace Sluice.Pull;

/// <summary>One message of a queue, as a person wants to see it.</summary>
/// <param name="MessageId">Its id.</param>
/// <param name="Shape">What its body was recognised as.</param>
/// <param name="Receives">How often it was received, this time included.</param>
/// <param name="Age">How long it has waited, where the server says it.</param>
/// <param name="Objects">The objects it names, as <c>s3://bucket/key</c>.</param>
/// <param name="Fault">Of an unrecognised body: why.</param>
public sealed record PeekedMessage(string MessageId, string Shape, int? Receives, TimeSpan? Age, IReadOnlyList<string> Objects, string? Fault);

/// <summary>Looks into a queue.</summary>
public static class QueuePeek
{
    /// <summary>Messages stay hidden while the list is made, so that none is listed twice.</summary>
    private const int Hidden = 30;

    /// <summary>
    /// Lists up to <paramref name="most"/> messages, then gives all of them back (visibility 0). Being
    /// received counts: SQS counts it towards the redrive policy.
    /// </summary>
    /// <exception cref="SettingsException">The queue is missing or cannot be read; one line.</exception>
    public static async Task<IReadOnlyList<PeekedMessage>> RunAsync(PullSettings settings, int most, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(settings);
        SettingsCheck.Check(settings, needsQueue: true);
        using var calls = new AwsCalls(settings);
        var found = new Dictionary<string, (PeekedMessage Message, string Handle)>(StringComparer.Ordinal);
        try
        {
            while (found.Count < most)
            {
                var messages = await calls.ReceiveAsync(Math.Min(BatchedCalls.Most, most - found.Count), Math.Min(1, settings.WaitTime), Hidden, stop).ConfigureAwait(false);
                if (messages.Count == 0)
                    break;
                foreach (var message in messages)
                    found[message.Id] = (Describe(message), message.Handle);
            }
        }
        catch (CallException e)
        {
            throw new SettingsException(QueueFaults.Explain(e, settings, calls.QueueRegion));
        }
        finally
        {
            await GiveBack(calls, [.. found.Values.Select(entry => entry.Handle)]).ConfigureAwait(false);
        }
        return [.. found.Values.Select(entry => entry.Message)];
    }

    private static PeekedMessage Describe(ReceivedMessage message)
    {
        var notice = NoticeReader.Read(message.Body);
        return new(message.Id, notice.Label, message.Receives, message.SentAt is { } sent ? DateTimeOffset.UtcNow - sent : null,
            [.. notice.Objects.Select(item => item.ToString())], notice.Fault);
    }

    private static async Task GiveBack(AwsCalls calls, string[] handles)
    {
        foreach (string[] ten in handles.Chunk(BatchedCalls.Most))
        {
            try
            {
                await calls.HideAsync([.. ten.Select(handle => (handle, 0))], CancellationToken.None).ConfigureAwait(false);
            }
            catch (CallException)
            {
                // They come back by themselves when the time they are hidden is over.
            }
        }
    }
}
