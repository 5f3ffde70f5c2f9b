// Notices: unwraps a message body into the objects it names. Decides nothing: a body that is no notice
// comes out as unrecognised, with the reason, and stays in the queue.
using System.Text;
using System.Text.Json;
using Sluice.Pull.Calls;
using static Sluice.Pull.Notices.NoticeJson;

namespace Sluice.Pull.Notices;

/// <summary>Decodes message bodies of every known shape.</summary>
internal static class NoticeReader
{
    /// <summary>Layers of SNS around a body; nothing is known to wrap deeper.</summary>
    private const int MaxWraps = 2;

    private static readonly JsonReaderOptions Json = new() { MaxDepth = 32, AllowTrailingCommas = false };

    /// <summary>Decodes <paramref name="body"/>; never throws on its content.</summary>
    public static Notice Read(string body)
    {
        try
        {
            return Read(Encoding.UTF8.GetBytes(body), wraps: 0);
        }
        catch (JsonException)
        {
            return Unrecognised("the body is not JSON");
        }
        catch (NotANoticeException e)
        {
            return Unrecognised(e.Message);
        }
        catch (InvalidOperationException)
        {
            // A string with broken escapes or a value of another kind than its name promises.
            return Unrecognised("a value has an unexpected type");
        }
    }

    private static Notice Read(ReadOnlySpan<byte> body, int wraps)
    {
        var top = new NoticeMembers();
        var reader = new Utf8JsonReader(body.StartsWith("\uFEFF"u8) ? body[3..] : body, Json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new NotANoticeException("the body is not a JSON object");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            top.Take(ref reader);
        if (reader.Read())
            throw new NotANoticeException("unexpected data after the JSON object");
        return Classify(top, wraps);
    }

    private static Notice Classify(NoticeMembers top, int wraps)
    {
        bool viaSns = wraps > 0;
        if (top.Records is { } records)
        {
            return records.Count > 0 ? new(NoticeShape.S3Event, viaSns, records)
                : top.RecordCount > 0 ? new(NoticeShape.NothingCreated, viaSns, [])
                : throw new NotANoticeException("Records is empty");
        }

        if (top.Event == "s3:TestEvent")
            return new(NoticeShape.TestEvent, viaSns, []);
        if (top.Detail is { } detail && top.Source == "aws.s3")
        {
            if (EventNames.CreatesNothing(top.DetailType, detail.Event, detail.IsDeletion))
                return new(NoticeShape.NothingCreated, viaSns, []);
            if (!EventNames.Creates(top.DetailType, detail.Event))
                throw new NotANoticeException($"unknown S3 event type '{Cut(top.DetailType ?? detail.Event ?? "")}'");
            if (detail.Bucket is null || detail.Key is null)
                throw new NotANoticeException("the EventBridge detail has no bucket or key");
            return new(NoticeShape.EventBridge, viaSns, [Plain(detail, top)]);
        }

        if (top.S3Bucket is { } bucket && top.S3Keys is { Count: > 0 } keys)
            return new(NoticeShape.CloudTrail, viaSns, [.. keys.Select(key => Plain(new() { Bucket = bucket, Key = key }, top))]);
        if (top.Type is "SubscriptionConfirmation" or "UnsubscribeConfirmation" && top.TopicArn is not null)
            return new(NoticeShape.Subscription, true, []);
        if (top.Type == "Notification" && top.Message is { } message)
        {
            if (wraps == MaxWraps)
                throw new NotANoticeException("SNS messages are nested too deeply");
            return Read(Encoding.UTF8.GetBytes(message), wraps + 1);
        }

        throw new NotANoticeException("its members match no known notification");
    }

    /// <summary>EventBridge and CloudTrail do not encode keys, but some senders do: the other readings are tried when there is no such object.</summary>
    private static ObjectRef Plain(NoticeEntity entity, NoticeMembers top)
    {
        return new ObjectRef(entity.Bucket!, entity.Key!)
        {
            VersionId = entity.VersionId,
            Size = entity.Size,
            ETag = entity.ETag,
            Region = top.Region,
            EventTime = top.Time,
            OtherKeys = OtherKeys(entity.Key!, entity.Key!),
        };
    }

    private static Notice Unrecognised(string fault) => new(NoticeShape.Unrecognised, false, [], fault);
}
