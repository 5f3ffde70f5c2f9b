// Receivers: the ids that the intake answers with.
using System.Text.Json;

namespace Sluice.Deliver;

/// <summary>Counts them without making them.</summary>
internal static class EventIds
{
    /// <summary>How many ids <c>{"event_ids": […]}</c> or <c>{"event_id": …}</c> holds; -1 when the answer is neither.</summary>
    public static int Count(ReadOnlySpan<byte> answer)
    {
        try
        {
            var reader = new Utf8JsonReader(answer);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return -1;
            int count = -1;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isList = reader.ValueTextEquals("event_ids"u8), isOne = reader.ValueTextEquals("event_id"u8);
                reader.Read();
                if (isList && reader.TokenType == JsonTokenType.StartArray)
                    count = Items(ref reader);
                else if (isOne && IsId(reader))
                    count = 1;
                else
                    reader.Skip();
            }

            // To the end: an answer that was cut off confirms nothing.
            return reader.TokenType == JsonTokenType.EndObject && !reader.Read() ? count : -1;
        }
        catch (JsonException)
        {
            return -1;
        }
    }

    private static int Items(ref Utf8JsonReader reader)
    {
        int count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            count += IsId(reader) ? 1 : 0;
            reader.Skip();
        }

        return count;
    }

    private static bool IsId(in Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String && !reader.ValueSpan.IsEmpty;
}
