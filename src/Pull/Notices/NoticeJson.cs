// Notices: the JSON of S3's records, EventBridge's details and CloudTrail's calls.
using System.Globalization;
using System.Net;
using System.Text.Json;
using Sluice.Pull.Calls;

namespace Sluice.Pull.Notices;

/// <summary>Reads a value after its name; what is not of the shape throws <see cref="NotANoticeException"/>.</summary>
internal static class NoticeJson
{
    public static List<ObjectRef> ReadRecords(ref Utf8JsonReader reader, out int count)
    {
        var created = new List<ObjectRef>();
        count = 0;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            throw new NotANoticeException("Records is not a list");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            count++;
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new NotANoticeException("a record is not a JSON object");
            if (ReadRecord(ref reader) is { } entity)
                created.Add(entity);
        }
        return created;
    }

    /// <summary>One record of S3's event; null when it created nothing.</summary>
    private static ObjectRef? ReadRecord(ref Utf8JsonReader reader)
    {
        string? name = null, version = null, region = null;
        DateTimeOffset? time = null;
        NoticeEntity? entity = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("eventName"u8))
                name = ReadText(ref reader);
            else if (reader.ValueTextEquals("eventVersion"u8))
                version = ReadText(ref reader);
            else if (reader.ValueTextEquals("awsRegion"u8))
                region = ReadText(ref reader);
            else if (reader.ValueTextEquals("eventTime"u8))
                time = ReadTime(ref reader);
            else if (reader.ValueTextEquals("s3"u8))
                entity = ReadEntity(ref reader);
            else
                Pass(ref reader);
        }

        if (name is null)
            throw new NotANoticeException("a record has no eventName");
        // Minor versions add members and change none (S3 User Guide, "Event message structure").
        if (version is not null && version != "2" && !version.StartsWith("2.", StringComparison.Ordinal))
            throw new NotANoticeException($"a record's eventVersion {version} is not 2.x");
        if (EventNames.CreatesNothing(name))
            return null;
        if (!EventNames.Creates(name))
            throw new NotANoticeException($"unknown event '{Cut(name)}' in a record");
        if (entity is not { Bucket: { } bucket, Key: { } key })
            throw new NotANoticeException("a record has no bucket or key");
        string decoded = WebUtility.UrlDecode(key);
        return new ObjectRef(bucket, decoded)
        {
            OtherKeys = OtherKeys(key, decoded),
            VersionId = entity.Value.VersionId,
            Size = entity.Value.Size,
            ETag = entity.Value.ETag,
            Region = string.IsNullOrEmpty(region) ? null : region,
            EventTime = time,
        };
    }

    public static NoticeEntity ReadEntity(ref Utf8JsonReader reader)
    {
        var entity = default(NoticeEntity);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new NotANoticeException("the value of 's3' or 'detail' is not a JSON object");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("bucket"u8))
                ReadBucket(ref reader, ref entity);
            else if (reader.ValueTextEquals("object"u8))
                ReadObject(ref reader, ref entity);
            else if (reader.ValueTextEquals("requestParameters"u8))
                ReadParameters(ref reader, ref entity);
            else if (reader.ValueTextEquals("eventName"u8))
                entity.Event = ReadText(ref reader);
            else if (reader.ValueTextEquals("deletion-type"u8) || reader.ValueTextEquals("errorCode"u8))
                entity.IsDeletion = ReadText(ref reader) is not null;
            else
                Pass(ref reader);
        }
        return entity;
    }

    /// <summary>The parameters of a call that CloudTrail saw.</summary>
    private static void ReadParameters(ref Utf8JsonReader reader, ref NoticeEntity entity)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("bucketName"u8))
                entity.Bucket ??= NullIfEmpty(ReadText(ref reader));
            else if (reader.ValueTextEquals("key"u8))
                entity.Key ??= NullIfEmpty(ReadText(ref reader));
            else
                Pass(ref reader);
        }
    }

    private static void ReadBucket(ref Utf8JsonReader reader, ref NoticeEntity entity)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new NotANoticeException("the value of 'bucket' is not a JSON object");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("name"u8))
                entity.Bucket = NullIfEmpty(ReadText(ref reader));
            else
                Pass(ref reader);
        }
    }

    private static void ReadObject(ref Utf8JsonReader reader, ref NoticeEntity entity)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new NotANoticeException("the value of 'object' is not a JSON object");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("key"u8))
                entity.Key = NullIfEmpty(ReadText(ref reader));
            else if (reader.ValueTextEquals("size"u8))
                entity.Size = ReadSize(ref reader);
            else if (reader.ValueTextEquals("eTag"u8) || reader.ValueTextEquals("etag"u8))
                entity.ETag = NullIfEmpty(ReadText(ref reader)?.Trim('"'));
            else if (reader.ValueTextEquals("versionId"u8) || reader.ValueTextEquals("version-id"u8))
                entity.VersionId = NullIfEmpty(ReadText(ref reader));
            else
                Pass(ref reader);
        }
    }

    /// <summary>A string member; null for a JSON null. Any other type makes the body unrecognised.</summary>
    public static string? ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Null ? null : reader.GetString();
    }

    public static List<string> ReadTexts(ref Utf8JsonReader reader)
    {
        var texts = new List<string>();
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            texts.Add(Key(reader.GetString()));
        else if (reader.TokenType != JsonTokenType.StartArray)
            throw new NotANoticeException("s3ObjectKey is not a list");
        else
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                texts.Add(Key(reader.GetString()));
        }
        return texts;
    }

    /// <summary>A key that is not empty: without one a request would be for the bucket.</summary>
    private static string Key(string? text) => NullIfEmpty(text) ?? throw new NotANoticeException("a key is empty");

    /// <summary>Size as number or string; S3-compatible stores send either.</summary>
    private static long? ReadSize(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number)
            return reader.TryGetInt64(out long number) ? number : null;
        return reader.TokenType == JsonTokenType.String
            && long.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out long parsed)
            ? parsed : Skipped(ref reader);

        static long? Skipped(ref Utf8JsonReader reader)
        {
            reader.Skip();
            return null;
        }
    }

    public static DateTimeOffset? ReadTime(ref Utf8JsonReader reader) =>
        DateTimeOffset.TryParse(ReadText(ref reader), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time : null;

    public static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    /// <summary>Skips a member that no shape needs.</summary>
    public static void Pass(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    /// <summary>The readings of a key other than <paramref name="first"/>: as sent, form-decoded, and URL-decoded, where a plus stays a plus.</summary>
    public static string[] OtherKeys(string sent, string first) => sent.AsSpan().IndexOfAny('%', '+') < 0 ? []
        : [.. new[] { sent, WebUtility.UrlDecode(sent), Uri.UnescapeDataString(sent) }.Where(key => key.Length > 0 && key != first).Distinct(StringComparer.Ordinal)];

    public static string Cut(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
