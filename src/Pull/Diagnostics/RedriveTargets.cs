// Diagnostics: where each dead letter goes: back to where it came from, or to a chosen queue.
using Sluice.Pull.Aws;
using Sluice.Pull.Calls;
using Sluice.Pull.Messages;
using Sluice.Pull.Names;
using Sluice.Pull.Settings;

namespace Sluice.Pull.Diagnostics;

/// <summary>
/// Finds the queue of a dead letter: the one that was chosen; else the one that SQS says it moved the message from; else
/// the only one that has this dead-letter queue.
/// </summary>
internal sealed class RedriveTargets : IDisposable
{
    private readonly AwsCalls _dead;
    private readonly string _deadUrl;
    private readonly PullSettings _settings;
    private readonly Dictionary<string, RedriveTarget?> _byArn = new(StringComparer.Ordinal);
    private RedriveTarget? _chosen;
    private IReadOnlyList<string> _sources = [];
    private string? _unlisted;

    private RedriveTargets(AwsCalls dead, string deadUrl, PullSettings settings) => (_dead, _deadUrl, _settings) = (dead, deadUrl, settings);

    /// <summary>Finds the chosen queue, or all queues that use the dead-letter queue.</summary>
    /// <param name="dead">The dead-letter queue.</param>
    /// <param name="settings">The credentials and endpoints to use.</param>
    /// <param name="destination">The queue to move to: URL, ARN or name; null: where the messages came from.</param>
    /// <param name="stop">Ends the search.</param>
    public static async Task<RedriveTargets> FindAsync(AwsCalls dead, PullSettings settings, string? destination, CancellationToken stop)
    {
        var targets = new RedriveTargets(dead, await dead.QueueUrlAsync(stop).ConfigureAwait(false), settings);
        try
        {
            if (destination is null)
                await targets.ListAsync(stop).ConfigureAwait(false);
            else
                targets._chosen = await targets.ChosenAsync(destination, stop).ConfigureAwait(false);
            return targets;
        }
        catch (Exception)
        {
            targets.Dispose();
            throw;
        }
    }

    /// <summary>The queue of each message, in their order; throws <see cref="SettingsException"/> when one has none.</summary>
    public async Task<IReadOnlyList<RedriveTarget>> OfAsync(IReadOnlyList<DeadLetter> letters, CancellationToken stop)
    {
        var found = new List<RedriveTarget>(letters.Count);
        int unknown = 0;
        foreach (var letter in letters)
        {
            if (await OfAsync(letter, stop).ConfigureAwait(false) is { } target)
                found.Add(target);
            else
                unknown++;
        }
        if (unknown == 0)
            return found;
        throw new SettingsException($"--destination: missing; {unknown} of {letters.Count} messages do not say which queue they come from, and "
            + (_unlisted is null ? $"{_sources.Count} queues have this dead-letter queue: {string.Join(", ", _sources)}"
                : $"the queues that have {_settings.Queue} as their dead-letter queue cannot be listed: allow sqs:ListDeadLetterSourceQueues on it ({_unlisted})"));
    }

    public void Dispose()
    {
        if (_chosen is { } chosen && chosen.Calls != _dead)
            chosen.Calls.Dispose();
    }

    private async Task ListAsync(CancellationToken stop)
    {
        try
        {
            _sources = await _dead.SourceQueuesAsync(stop).ConfigureAwait(false);
        }
        catch (CallException e) when (e.Fault is CallFault.Denied or CallFault.Rejected)
        {
            // The messages may name their queue themselves.
            _unlisted = e.Message;
            return;
        }
        if (_sources.Count == 0)
            throw new SettingsException($"--destination: missing; no queue has {_settings.Queue} as its dead-letter queue. Is --queue the right one?");
    }

    private async Task<RedriveTarget?> OfAsync(DeadLetter letter, CancellationToken stop)
    {
        if (_chosen is not null)
            return _chosen;
        if (letter.SourceArn is { } arn)
        {
            if (!_byArn.TryGetValue(arn, out var target))
                _byArn[arn] = target = await SourceAsync(arn, stop).ConfigureAwait(false);
            return target;
        }
        return _sources.Count == 1 ? new(_sources[0], _dead) : null;
    }

    /// <summary>SQS moves messages within a region only, so that the same client reaches their queue.</summary>
    private async Task<RedriveTarget?> SourceAsync(string arn, CancellationToken stop)
    {
        var name = QueueName.Parse(arn);
        string url = _sources.FirstOrDefault(url => IsSame(url, name)) ?? await UrlAsync(name, stop).ConfigureAwait(false);
        return IsSameQueue(url, _deadUrl) ? null : new(url, _dead);
    }

    private async Task<string> UrlAsync(QueueName name, CancellationToken stop)
    {
        try
        {
            return await _dead.UrlOfAsync(name.Name, name.Account, stop).ConfigureAwait(false);
        }
        catch (CallException e)
        {
            throw new PeekException(Explain(e, name.Name, _dead) + "; nothing was moved. Name another queue with --destination");
        }
    }

    private async Task<RedriveTarget> ChosenAsync(string destination, CancellationToken stop)
    {
        var name = Parse(destination);
        bool isNear = name.Url is null && (name.Region is null || name.Region == _dead.QueueRegion);
        var calls = isNear ? _dead : new AwsCalls(_settings with { Queue = destination });
        string url;
        try
        {
            // A bare name means a queue of the dead-letter queue's account.
            string? account = name.Account ?? _settings.QueueOwner ?? QueueName.Parse(_deadUrl).Account;
            url = name.Url ?? await calls.UrlOfAsync(name.Name, account, stop).ConfigureAwait(false);
        }
        catch (CallException e)
        {
            string text = Explain(e, destination, calls);
            if (!isNear)
                calls.Dispose();
            throw new PeekException(text);
        }
        if (IsSameQueue(url, _deadUrl) && calls.QueueRegion == _dead.QueueRegion)
            throw new SettingsException($"--destination: {destination} is the dead-letter queue itself");
        return new(url, calls);
    }

    private string Explain(CallException e, string queue, AwsCalls calls) => e.Fault == CallFault.Denied
        ? $"Access to queue {queue} is denied: allow sqs:GetQueueUrl on it, see 'sluice iam-policy --redrive' ({e.Message})"
        : QueueFaults.Explain(e, _settings with { Queue = queue }, calls.QueueRegion);

    private static QueueName Parse(string destination)
    {
        try
        {
            return QueueName.Parse(destination);
        }
        catch (SettingsException e)
        {
            throw new SettingsException("--destination" + e.Message["queue".Length..]);
        }
    }

    private static bool IsSame(string url, QueueName name) =>
        QueueName.Parse(url) is var other && other.Name == name.Name && (other.Account is null || other.Account == name.Account);

    /// <summary>A queue may have URLs with different hosts; all have account and name in their path.</summary>
    private static bool IsSameQueue(string url, string other) =>
        QueueName.Parse(url) is var a && QueueName.Parse(other) is var b && a.Name == b.Name && a.Account == b.Account;
}
