// Tests: the filter as the exports call it, without a host.
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MessagePack;
using Sluice.Plugin.Abi;
using Sluice.Plugin.Filter;
using Sluice.Pull;

namespace Sluice.Plugin.Tests;

/// <summary>Opens filters and reads what they return.</summary>
internal static unsafe class Filters
{
    public static FlowFilter Open(params (string Name, string Value)[] settings)
    {
        Assert.True(FilterSettings.TryRead(settings, out var read, out string error), error);
        return new FlowFilter(read, new HostLog(null));
    }

    /// <summary>As the other, and what is warned of is added to <paramref name="warnings"/>.</summary>
    public static FlowFilter Open(List<string> warnings, params (string Name, string Value)[] settings)
    {
        Assert.True(FilterSettings.TryRead(settings, out var read, out string error), error);
        return new FlowFilter(read, new ListLog(warnings));
    }

    /// <summary>The new buffer; null when the input stands as it is.</summary>
    public static byte[]? Run(this FlowFilter filter, byte[] events, string tag = "tag")
    {
        using var output = filter.Run(events, Encoding.UTF8.GetBytes(tag));
        return output?.Bytes.ToArray();
    }

    /// <summary>Runs one filter on one buffer, and decodes the only event that comes out.</summary>
    public static JsonObject Body(byte[] events, params (string Name, string Value)[] settings)
    {
        using var filter = Open(settings);
        byte[] output = filter.Run(events) ?? events;
        return Bodies(output).Single();
    }

    /// <summary>The bodies of a buffer of events of either form.</summary>
    public static List<JsonObject> Bodies(byte[] events)
    {
        var reader = new MessagePackReader(events);
        List<JsonObject> bodies = [];
        while (!reader.End)
        {
            Assert.Equal(2, reader.ReadArrayHeader());
            reader.Skip();
            string json = MessagePackSerializer.ConvertToJson(reader.ReadRaw());
            bodies.Add(JsonNode.Parse(json)!.AsObject());
        }

        return bodies;
    }

    /// <summary>The bytes of each event's head, up to its body.</summary>
    public static List<byte[]> Heads(byte[] events)
    {
        var reader = new MessagePackReader(events);
        List<byte[]> heads = [];
        while (!reader.End)
        {
            int start = (int)reader.Consumed;
            reader.ReadArrayHeader();
            reader.Skip();
            heads.Add(events[start..(int)reader.Consumed]);
            reader.Skip();
        }

        return heads;
    }

    private sealed class ListLog(List<string> warnings) : IPullLog
    {
        public bool IsEnabled(LogLevel level) => level <= LogLevel.Warn;

        public void Log(LogLevel level, string text) => warnings.Add(text);
    }

    /// <summary>JSON without the freedom of spacing.</summary>
    public static string Compact(string json) => JsonNode.Parse(json)!.ToJsonString();

    public static string Compact(JsonNode node) => node.ToJsonString(new JsonSerializerOptions());
}
