// Aws: the calls to SQS that moving dead letters needs beyond those of pulling.
using Amazon.SQS.Model;
using Sluice.Pull.Calls;

namespace Sluice.Pull.Aws;

internal sealed partial class AwsCalls
{
    /// <summary>Receives messages with everything that is needed to copy them.</summary>
    public Task<IReadOnlyList<DeadLetter>> ReceiveWholeAsync(int most, int waitSeconds, int visibilitySeconds, CancellationToken stop) => Receive(new ReceiveMessageRequest
    {
        MaxNumberOfMessages = most,
        WaitTimeSeconds = waitSeconds,
        VisibilityTimeout = visibilitySeconds,
        // Not by name: servers other than AWS's may refuse names that they do not know.
        MessageSystemAttributeNames = ["All"],
        MessageAttributeNames = ["All"],
    }, message => new DeadLetter(message, ToMessage(message)), stop);

    /// <summary>The URLs of the queues that have this one as their dead-letter queue.</summary>
    public async Task<IReadOnlyList<string>> SourceQueuesAsync(CancellationToken stop)
    {
        string url = await QueueUrlAsync(stop).ConfigureAwait(false);
        var found = new List<string>();
        string? token = null;
        do
        {
            var page = await Queue("ListDeadLetterSourceQueues", CallLimit.Short(_settings), limit => _clients.Sqs.ListDeadLetterSourceQueuesAsync(
                new ListDeadLetterSourceQueuesRequest { QueueUrl = url, NextToken = token, MaxResults = 1000 }, limit), stop).ConfigureAwait(false);
            found.AddRange(page.QueueUrls ?? []);
            token = page.NextToken;
        }
        while (!string.IsNullOrEmpty(token));
        return found;
    }

    /// <summary>The URL of another queue of the same region.</summary>
    public Task<string> UrlOfAsync(string name, string? account, CancellationToken stop) => Queue("GetQueueUrl", CallLimit.Short(_settings), async limit =>
        (await _clients.Sqs.GetQueueUrlAsync(new GetQueueUrlRequest { QueueName = name, QueueOwnerAWSAccountId = account }, limit).ConfigureAwait(false)).QueueUrl, stop);

    /// <summary>Sends copies of up to ten messages to another queue; returns the entries that failed.</summary>
    public Task<IReadOnlyList<BatchFailure>> SendAsync(string url, IReadOnlyList<DeadLetter> letters, CancellationToken stop) =>
        Queue<IReadOnlyList<BatchFailure>>("SendMessageBatch", CallLimit.Short(_settings), async limit =>
        {
            var answer = await _clients.Sqs.SendMessageBatchAsync(new SendMessageBatchRequest
            {
                QueueUrl = url,
                Entries = [.. letters.Select((letter, i) => letter.ToEntry(Id(i), url))],
            }, limit).ConfigureAwait(false);
            return Failures(letters.Count, answer.Successful?.Select(entry => entry.Id), answer.Failed);
        }, stop);
}
