// Notices: the members of each shape, read in whatever order they come.
using System.Globalization;
using System.Net;
using System.Text.Json;
using Sluice.Pull.Calls;

namespace Sluice.Pull.Notices;

internal static partial class NoticeReader
{
    /// <summary>The members of a body that any shape needs.</summary>
    private struct Top
    {
        public List<ObjectRef>? Records;
        public int RecordCount;
        public string? Type, Message, TopicArn;
        public string? Source, DetailType, Region;
        public DateTimeOffset? Time;
        public Entity? Detail;
        public string? Event;
        public string? S3Bucket;
        public List<string>? S3Keys;

        public void Take(ref Utf8JsonReader reader)
        {
            if (reader.ValueTextEquals("Records"u8))
                Records = ReadRecords(ref reader, out RecordCount);
            else if (reader.ValueTextEquals("Type"u8))
                Type = ReadText(ref reader);
            else if (reader.ValueTextEquals("Message"u8))
                Message = ReadText(ref reader);
            else if (reader.ValueTextEquals("TopicArn"u8))
                TopicArn = ReadText(ref reader);
            else if (reader.ValueTextEquals("source"u8))
                Source = ReadText(ref reader);
            else if (reader.ValueTextEquals("detail-type"u8))
                DetailType = ReadText(ref reader);
            else if (reader.ValueTextEquals("region"u8))
                Region = ReadText(ref reader);
            else if (reader.ValueTextEquals("time"u8))
                Time = ReadTime(ref reader);
            else if (reader.ValueTextEquals("detail"u8))
                Detail = ReadEntity(ref reader);
            else if (reader.ValueTextEquals("Event"u8))
                Event = ReadText(ref reader);
            else if (reader.ValueTextEquals("s3Bucket"u8))
                S3Bucket = NullIfEmpty(ReadText(ref reader));
            else if (reader.ValueTextEquals("s3ObjectKey"u8))
                S3Keys = ReadTexts(ref reader);
            else
                Pass(ref reader);
        }
    }

    /// <summary>A bucket and an object, which S3's event and EventBridge's detail nest in the same way.</summary>
    private struct Entity
    {
        public string? Bucket, Key, VersionId, ETag;
        public long? Size;

        /// <summary>For a CloudTrail event, the action that was called.</summary>
        public string? Event;

        /// <summary>A deletion of EventBridge's (only those have a deletion-type), or a failed call (errorCode).</summary>
        public bool IsDeletion;
    }

    private static List<ObjectRef> ReadRecords(ref Utf8JsonReader reader, out int count)
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
        Entity? entity = null;
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

    private static Entity ReadEntity(ref Utf8JsonReader reader)
    {
        var entity = default(Entity);
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
    private static void ReadParameters(ref Utf8JsonReader reader, ref Entity entity)
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

    private static void ReadBucket(ref Utf8JsonReader reader, ref Entity entity)
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

    private static void ReadObject(ref Utf8JsonReader reader, ref Entity entity)
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
    private static string? ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Null ? null : reader.GetString();
    }

    private static List<string> ReadTexts(ref Utf8JsonReader reader)
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

    private static DateTimeOffset? ReadTime(ref Utf8JsonReader reader) =>
        DateTimeOffset.TryParse(ReadText(ref reader), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time : null;

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    /// <summary>Skips a member that no shape needs.</summary>
    private static void Pass(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }
}
