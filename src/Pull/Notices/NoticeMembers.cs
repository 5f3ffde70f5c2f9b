// Notices: the members of a message body, read in whatever order they come.
using System.Text.Json;
using Sluice.Pull.Calls;
using static Sluice.Pull.Notices.NoticeJson;

namespace Sluice.Pull.Notices;

/// <summary>The members of a body that any shape needs.</summary>
internal struct NoticeMembers
{
    public List<ObjectRef>? Records;
    public int RecordCount;
    public string? Type, Message, TopicArn;
    public string? Source, DetailType, Region;
    public DateTimeOffset? Time;
    public NoticeEntity? Detail;
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
