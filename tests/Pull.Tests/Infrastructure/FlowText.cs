// Tests: flow logs of which every line is unique and known.
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Pull.Tests;

/// <summary>Makes objects and the notices that name them.</summary>
public static class FlowText
{
    public const string Header = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n";

    /// <summary>One line; its interface id names object and line.</summary>
    public static string Line(int item, int line) =>
        $"2 123456789010 eni-{item:x8}{line:x8} 10.{(line >> 16) & 255}.{(line >> 8) & 255}.{line & 255} 172.31.{item & 255}.{(line * 7) & 255} {1024 + ((line * 7919) & 0x7fff)} 443 6 {1 + (line % 90)} {40 + ((line * 104729L) & 0xfffff)} {1793491200 + (line % 600)} {1793491260 + (line % 600)} ACCEPT OK";

    public static string Lines(int item, int count, bool header = true)
    {
        var text = new StringBuilder(header ? Header : "");
        for (int line = 0; line < count; line++)
            text.Append(Line(item, line)).Append('\n');
        return text.ToString();
    }

    public static byte[] Gzip(string text) => Gzip(Encoding.UTF8.GetBytes(text));

    public static byte[] Gzip(byte[] bytes, CompressionLevel level = CompressionLevel.Fastest)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, level))
            gzip.Write(bytes);
        return memory.ToArray();
    }

    /// <summary>The interface id of a record, which names object and line; null for any other text.</summary>
    public static string? IdOf(string record)
    {
        int at = record.IndexOf("eni-", StringComparison.Ordinal);
        return at < 0 || record.Length < at + 20 ? null : record.Substring(at + 4, 16);
    }

    public static string Event(string bucket, params string[] keys) => new JsonObject
    {
        ["Records"] = new JsonArray([.. keys.Select(key => (JsonNode)Record(bucket, key))]),
    }.ToJsonString();

    public static JsonObject Record(string bucket, string key, string name = "ObjectCreated:Put") => new()
    {
        ["eventVersion"] = "2.1",
        ["eventSource"] = "aws:s3",
        ["awsRegion"] = Emulator.Region,
        ["eventTime"] = DateTime.UtcNow.ToString("o"),
        ["eventName"] = name,
        ["s3"] = new JsonObject
        {
            ["bucket"] = new JsonObject { ["name"] = bucket },
            ["object"] = new JsonObject { ["key"] = Encode(key) },
        },
    };

    /// <summary>As S3 encodes keys in events.</summary>
    public static string Encode(string key) =>
        string.Join('/', key.Split('/').Select(part => Uri.EscapeDataString(part).Replace("%20", "+", StringComparison.Ordinal)));
}
