// Diagnostics: the least policy that pulling needs, ready to paste.
using System.Buffers;
using System.Text;
using System.Text.Json;
using Sluice.Pull.Names;

namespace Sluice.Pull.Diagnostics;

/// <summary>Writes IAM policies.</summary>
public static class IamPolicy
{
    /// <summary>
    /// The policy for a queue and buckets.
    /// </summary>
    /// <param name="queue">The queue's URL, ARN or name.</param>
    /// <param name="region">Region of a queue given by name; <c>*</c> when null.</param>
    /// <param name="account">Account of a queue given by name; <c>*</c> when null.</param>
    /// <param name="buckets">Buckets, each perhaps with a prefix: <c>bucket</c>, <c>bucket/prefix</c>, <c>s3://…</c> or an ARN.</param>
    /// <param name="kmsKeys">ARNs of the keys that encrypt objects or queue.</param>
    /// <param name="replay">Whether listing is needed, for a backfill.</param>
    /// <param name="deadLetters">The dead-letter queue that messages are moved back from, by URL, ARN or name; or null.</param>
    public static string For(string queue, string? region, string? account, IReadOnlyList<string> buckets, IReadOnlyList<string> kmsKeys, bool replay, string? deadLetters = null)
    {
        ArgumentNullException.ThrowIfNull(buckets);
        ArgumentNullException.ThrowIfNull(kmsKeys);
        var name = QueueName.Parse(queue);
        // A policy with another partition's ARN is refused as malformed.
        string partition = name.Partition ?? AwsPartition.OfRegion(name.Region ?? region).Name;
        string arn = Arn(name, partition, region, account);
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("Version", "2012-10-17");
            json.WriteStartArray("Statement");
            // GetQueueAttributes is for the depth gauge and 'sluice check'; pulling works without it.
            Statement(json, "SluiceQueue", ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueUrl", "sqs:GetQueueAttributes"], [arn]);
            Statement(json, "SluiceObjects", ["s3:GetObject", "s3:GetObjectVersion"], [.. buckets.Select(bucket => AwsNames.ObjectsArn(partition, bucket)).Distinct()]);
            // Without it a missing object looks like a denied one.
            Statement(json, replay ? "SluiceReplay" : "SluiceMissingObjects", ["s3:ListBucket"], [.. buckets.Select(bucket => AwsNames.BucketArn(partition, bucket)).Distinct()]);
            if (kmsKeys.Count > 0)
                Statement(json, "SluiceKeys", ["kms:Decrypt"], kmsKeys);
            if (deadLetters is not null)
            {
                // Both queues are in one region and of one account, or SQS would not move messages between them.
                string dead = Arn(QueueName.Parse(deadLetters), partition, name.Region ?? region, name.Account ?? account);
                Statement(json, "SluiceDeadLetters", ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueUrl", "sqs:GetQueueAttributes", "sqs:ListDeadLetterSourceQueues"], [dead]);
                Statement(json, "SluiceRedrive", ["sqs:SendMessage"], [arn]);
                if (kmsKeys.Count > 0)
                    Statement(json, "SluiceRedriveKeys", ["kms:GenerateDataKey"], kmsKeys);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static string Arn(QueueName name, string partition, string? region, string? account) =>
        $"arn:{partition}:sqs:{name.Region ?? region ?? "*"}:{name.Account ?? account ?? "*"}:{name.Name}";

    private static void Statement(Utf8JsonWriter json, string id, IReadOnlyList<string> actions, IReadOnlyList<string> resources)
    {
        json.WriteStartObject();
        json.WriteString("Sid", id);
        json.WriteString("Effect", "Allow");
        json.WriteStartArray("Action");
        foreach (string action in actions)
            json.WriteStringValue(action);
        json.WriteEndArray();
        json.WriteStartArray("Resource");
        foreach (string resource in resources)
            json.WriteStringValue(resource);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
