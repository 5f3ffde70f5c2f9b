// Notices: unwraps a message body into the objects it names. Decides nothing: a body that is no notice
// comes out as unrecognised, with the reason, and stays in the queue.
using System.Net;
using System.Text;
using System.Text.Json;
using Sluice.Pull.Calls;

namespace Sluice.Pull.Notices;

/// <summary>Decodes message bodies of every known shape.</summary>
internal static partial class NoticeReader
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
        var top = new Top();
        var reader = new Utf8JsonReader(body.StartsWith("\uFEFF"u8) ? body[3..] : body, Json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new NotANoticeException("the body is not a JSON object");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            top.Take(ref reader);
        if (reader.Read())
            throw new NotANoticeException("unexpected data after the JSON object");
        return Classify(top, wraps);
    }

    private static Notice Classify(Top top, int wraps)
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
    private static ObjectRef Plain(Entity entity, Top top)
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

    /// <summary>The readings of a key other than <paramref name="first"/>: as sent, form-decoded, and URL-decoded, where a plus stays a plus.</summary>
    private static string[] OtherKeys(string sent, string first) => sent.AsSpan().IndexOfAny('%', '+') < 0 ? []
        : [.. new[] { sent, WebUtility.UrlDecode(sent), Uri.UnescapeDataString(sent) }.Where(key => key.Length > 0 && key != first).Distinct(StringComparer.Ordinal)];

    private static string Cut(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private static Notice Unrecognised(string fault) => new(NoticeShape.Unrecognised, false, [], fault);

    /// <summary>Ends the reading of a body that is no notice; only forged and broken messages cause it.</summary>
    private sealed class NotANoticeException(string message) : Exception(message);
}
