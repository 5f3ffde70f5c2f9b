// Aws: a message of a dead-letter queue, whole, so that its copy in another queue is the same message.
using System.Text;
using Amazon.SQS.Model;
using Sluice.Pull.Calls;

namespace Sluice.Pull.Aws;

/// <summary>A message as SQS gave it, with its attributes.</summary>
internal sealed class DeadLetter(Message message, ReceivedMessage received)
{
    private const string Group = "MessageGroupId", Trace = "AWSTraceHeader", Source = "DeadLetterQueueSourceArn";

    /// <summary>The part that pulling uses too.</summary>
    public ReceivedMessage Received => received;

    /// <summary>The queue that SQS moved it from. SQS sets it, and no sender can.</summary>
    public string? SourceArn => Attribute(Source);

    /// <summary>Bytes as SQS counts them: the body, and names, types and values of attributes.</summary>
    public long Size { get; } = Encoding.UTF8.GetByteCount(message.Body ?? "") + (message.MessageAttributes ?? []).Sum(pair =>
        (long)Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value.DataType ?? "")
        + Encoding.UTF8.GetByteCount(pair.Value.StringValue ?? "") + (pair.Value.BinaryValue?.Length ?? 0));

    /// <summary>The entry of a batch that sends a copy to a queue.</summary>
    public SendMessageBatchRequestEntry ToEntry(string id, string url)
    {
        var entry = new SendMessageBatchRequestEntry(id, message.Body) { MessageAttributes = message.MessageAttributes };
        if (Attribute(Trace) is { } trace)
            entry.MessageSystemAttributes = new() { [Trace] = new MessageSystemAttributeValue { DataType = "String", StringValue = trace } };
        bool fifo = url.EndsWith(".fifo", StringComparison.Ordinal);
        string? group = Attribute(Group);
        if (fifo)
        {
            entry.MessageGroupId = group ?? message.MessageId;
            // Not the id it was first sent with: for five minutes after that, the queue would drop the copy as a
            // duplicate. With this id, a copy that is sent twice arrives once.
            entry.MessageDeduplicationId = "redrive-" + message.MessageId;
        }
        else if (Attribute("SequenceNumber") is null)
        {
            // From a standard queue, the group is a tenant of a fair queue. From a FIFO queue it would mean nothing here.
            entry.MessageGroupId = group;
        }
        return entry;
    }

    private string? Attribute(string name) => message.Attributes?.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}
