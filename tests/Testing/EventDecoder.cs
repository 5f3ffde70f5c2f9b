// Tests: Fluent Bit events read by an independent MessagePack library.
using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MessagePack;

namespace Sluice.Testing;

/// <summary>Decodes <c>[[time, metadata], body]</c>, one after another.</summary>
public static class EventDecoder
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One decoded event.</summary>
    /// <param name="Seconds">The event time.</param>
    /// <param name="Metadata">The metadata as compact JSON.</param>
    /// <param name="Body">The body as compact JSON.</param>
    public sealed record DecodedEvent(long Seconds, string Metadata, string Body);

    /// <summary>All events of a stretch of MessagePack; throws where it is not well formed.</summary>
    public static IReadOnlyList<DecodedEvent> Decode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        var events = new List<DecodedEvent>();
        while (!reader.End)
        {
            Expect(reader.ReadArrayHeader(), 2);
            Expect(reader.ReadArrayHeader(), 2);
            ExtensionResult time = reader.ReadExtensionFormat();
            Expect(time.TypeCode, 0);
            byte[] ticks = time.Data.ToArray();
            Expect(ticks.Length, 8);
            events.Add(new DecodedEvent(BinaryPrimitives.ReadUInt32BigEndian(ticks), Json(ref reader), Json(ref reader)));
        }

        return events;
    }

    private static string Json(ref MessagePackReader reader)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
            Copy(ref reader, writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Copy(ref MessagePackReader reader, Utf8JsonWriter writer)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Map:
                writer.WriteStartObject();
                for (int i = reader.ReadMapHeader(); i > 0; i--)
                {
                    writer.WritePropertyName(reader.ReadString()!);
                    Copy(ref reader, writer);
                }

                writer.WriteEndObject();
                break;
            case MessagePackType.Array:
                writer.WriteStartArray();
                for (int i = reader.ReadArrayHeader(); i > 0; i--)
                    Copy(ref reader, writer);
                writer.WriteEndArray();
                break;
            case MessagePackType.String:
                writer.WriteStringValue(Utf8(reader.ReadStringSequence()!.Value));
                break;
            case MessagePackType.Integer:
                writer.WriteNumberValue(reader.ReadInt64());
                break;
            case MessagePackType type:
                throw new InvalidDataException($"no record holds a value of type {type}");
        }
    }

    /// <summary>Strict: a record's text must be valid UTF-8.</summary>
    private static string Utf8(ReadOnlySequence<byte> bytes) => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.ToArray());

    private static void Expect(int found, int wanted)
    {
        if (found != wanted)
            throw new InvalidDataException($"{found} where an event has {wanted}");
    }
}
