// Receivers: the ids that the intake answers with.
using System.Buffers;
using System.Text.Json;

namespace Sluice.Deliver.Receivers;

/// <summary>Counts ids without creating their strings.</summary>
internal static class EventIds
{
    private static readonly SearchValues<byte> OfPlainList = SearchValues.Create("0123456789abcdefABCDEF-\","u8);

    /// <summary>How many ids <c>{"event_ids": […]}</c> or <c>{"event_id": …}</c> holds; -1 when the answer is neither.</summary>
    public static int Count(ReadOnlySpan<byte> answer)
    {
        if (CountPlainList(answer) is >= 0 and int ids)
            return ids;
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

            // Read to the end: an answer that was cut off confirms nothing.
            return reader.TokenType == JsonTokenType.EndObject && !reader.Read() ? count : -1;
        }
        catch (JsonException)
        {
            return -1;
        }
    }

    /// <summary>
    /// Counts a list of UUIDs and nothing else; -1 for anything else. Nearly every answer is one, and may be a third as
    /// long as what was sent.
    /// </summary>
    private static int CountPlainList(ReadOnlySpan<byte> answer)
    {
        const int Id = 38, Step = Id + 1; // a UUID in quotes, and a comma
        ReadOnlySpan<byte> begin = "{\"event_ids\":["u8, end = "]}"u8;
        answer = answer.TrimEnd(" \r\n"u8);
        if (!answer.StartsWith(begin) || !answer.EndsWith(end))
            return -1;
        ReadOnlySpan<byte> list = answer[begin.Length..^end.Length];
        if ((list.Length + 1) % Step != 0 || list.IndexOfAnyExcept(OfPlainList) >= 0)
            return -1;
        for (int at = 0; at < list.Length; at += Step)
            if (list[at] != '"' || list[at + Id - 1] != '"' || (at + Id < list.Length && list[at + Id] != ','))
                return -1;
        int ids = (list.Length + 1) / Step;
        // Quotes and commas may stand only around and between ids.
        return list.Count((byte)'"') == 2 * ids && list.Count((byte)',') == ids - 1 ? ids : -1;
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
