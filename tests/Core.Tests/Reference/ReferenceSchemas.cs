// Tests, reference: the three mappings, each member by member as the layout document lists them.
using System.Text.Json.Nodes;

namespace Sluice.Core.Tests.Reference;

/// <summary>Trees with their keys in order. Empty objects are dropped at the end, so every line here may say too much.</summary>
internal static partial class ReferenceSchemas
{
    internal static JsonObject Tree(ReferenceRecord record, Schema schema) =>
        Pruned(schema == Schema.Aws ? Aws(record) : schema == Schema.Ecs ? Ecs(record) : Sekoia(record, current: schema == Schema.SekoiaCurrent));

    internal static JsonObject Malformed(ReferenceRecord record, Schema schema) => schema == Schema.Aws
        ? new JsonObject { ["message"] = record.Message, ["event_kind"] = "pipeline_error", ["error_message"] = record.Malformed }
        : schema == Schema.Ecs ? new JsonObject
        {
            ["ecs"] = new JsonObject { ["version"] = EcsVersion },
            ["event"] = new JsonObject
            {
                ["kind"] = "pipeline_error",
                ["module"] = "aws",
                ["dataset"] = "aws.vpcflow",
                ["original"] = record.Message,
            },
            ["error"] = new JsonObject { ["message"] = record.Malformed },
        }
        : new JsonObject
        {
            ["message"] = record.Message,
            ["event"] = new JsonObject { ["kind"] = "pipeline_error" },
            ["error"] = new JsonObject { ["message"] = record.Malformed },
        };

    private static JsonObject Sekoia(ReferenceRecord record, bool current)
    {
        string? action = record.Text("action")?.ToLowerInvariant();
        string? outcome = record.Text("log-status")?.ToLowerInvariant();
        string? account = Account(record);
        var tree = new JsonObject
        {
            ["message"] = record.Message,
            ["event"] = new JsonObject
            {
                ["action"] = current ? null : action,
                ["category"] = new JsonArray("network"),
                ["end"] = record.Time("end"),
                ["outcome"] = outcome,
                ["start"] = record.Time("start"),
                ["type"] = current ? null : List(Verdict(action)),
            },
            ["@timestamp"] = record.Time("start") ?? record.Time("end"),
            ["action"] = new JsonObject
            {
                ["name"] = action,
                ["outcome"] = outcome,
                ["target"] = IsTraffic(record) ? "network-traffic" : null,
                ["type"] = "forward",
            },
        };
        if (current)
        {
            tree["aws"] = new JsonObject
            {
                ["flowlogs"] = new JsonObject
                {
                    ["subnet"] = new JsonObject { ["id"] = record.Text("subnet-id") },
                    ["tcp_flags"] = record.Number("tcp-flags"),
                    ["vpc"] = new JsonObject { ["id"] = record.Text("vpc-id") },
                },
            };
        }
        tree["cloud"] = new JsonObject
        {
            ["account"] = new JsonObject { ["id"] = account },
            ["instance"] = new JsonObject { ["id"] = current ? record.Text("instance-id") : null },
            ["provider"] = "aws",
            ["service"] = new JsonObject { ["name"] = current ? null : "vpc" },
        };
        tree["destination"] = new JsonObject
        {
            ["address"] = record.Text("dstaddr"),
            ["ip"] = record.Text("dstaddr"),
            ["port"] = record.Number("dstport"),
        };
        tree["network"] = new JsonObject { ["iana_number"] = Iana(record), ["transport"] = Transport(record) };
        tree["observer"] = Interface("ingress", record);
        tree["related"] = new JsonObject { ["ip"] = List([.. InTextOrder(record)]) };
        tree["source"] = new JsonObject
        {
            ["address"] = record.Text("srcaddr"),
            ["bytes"] = record.Number("bytes"),
            ["ip"] = record.Text("srcaddr"),
            ["packets"] = record.Number("packets"),
            ["port"] = record.Number("srcport"),
        };
        tree["user"] = new JsonObject { ["id"] = current ? null : account };
        return tree;
    }

    private static string? Account(ReferenceRecord record) =>
        record.Text("account-id") is { } account && account.All(char.IsAsciiDigit) ? account : null;

    private static string? Verdict(string? action) => action switch { "accept" => "allowed", "reject" => "denied", _ => null };

    private static bool IsTraffic(ReferenceRecord record) =>
        record.Has("srcaddr", "dstaddr", "srcport", "dstport", "packets", "bytes");

    private static string? Iana(ReferenceRecord record) => record.Number("protocol")?.ToString();

    private static string? Transport(ReferenceRecord record) =>
        record.Number("protocol") is { } number ? ReferenceProtocols.Keyword((int)number) : null;

    private static IEnumerable<string> InTextOrder(ReferenceRecord record) =>
        new[] { record.Text("srcaddr"), record.Text("dstaddr") }.OfType<string>().Distinct().Order(StringComparer.Ordinal);

    private static JsonObject Interface(string side, ReferenceRecord record) => new()
    {
        [side] = new JsonObject { ["interface"] = new JsonObject { ["name"] = record.Text("interface-id") } },
    };

    private static JsonArray List(params string?[] items) => [.. items.OfType<string>().Select(item => JsonValue.Create(item))];

    /// <summary>Without absent values, empty arrays, and objects that have nothing left.</summary>
    private static JsonObject Pruned(JsonObject tree)
    {
        foreach ((string key, JsonNode? node) in tree.ToList())
        {
            bool isEmpty = node switch
            {
                null => true,
                JsonArray array => array.Count == 0,
                JsonObject inner => Pruned(inner).Count == 0,
                _ => false,
            };
            if (isEmpty)
                tree.Remove(key);
        }
        return tree;
    }
}
