// Tests, reference: the fields of the Elastic Common Schema that a flow record may use, from its list of fields.
using System.Globalization;
using System.Net;
using System.Text.Json;
using Xunit;

namespace Sluice.Core.Tests.Reference;

/// <summary>Names, types, arrays and allowed values of ECS 8.17 and 9, and of Elastic's mapping of aws.vpcflow.</summary>
internal static class EcsFields
{
    private sealed record Field(string Type, bool IsArray = false, params string[] Allowed);

    private static readonly Dictionary<string, Field> Table = new(StringComparer.Ordinal)
    {
        ["@timestamp"] = new("date"),
        ["data_stream.type"] = new("keyword", false, "logs", "metrics"),
        ["data_stream.dataset"] = new("keyword"),
        ["data_stream.namespace"] = new("keyword"),
        ["ecs.version"] = new("keyword"),
        ["event.kind"] = new("keyword", false, "alert", "asset", "enrichment", "event", "metric", "state", "pipeline_error", "signal"),
        ["event.module"] = new("keyword", false, "aws"),
        ["event.dataset"] = new("keyword", false, "aws.vpcflow"),
        ["event.category"] = new("keyword", true, "network"),
        // Those that are expected beside the category network.
        ["event.type"] = new("keyword", true, "access", "allowed", "connection", "denied", "end", "info", "protocol", "start"),
        ["event.action"] = new("keyword"),
        ["event.outcome"] = new("keyword", false, "failure", "success", "unknown"),
        ["event.reason"] = new("keyword"),
        ["event.start"] = new("date"),
        ["event.end"] = new("date"),
        ["event.duration"] = new("long"),
        ["event.id"] = new("keyword"),
        ["event.original"] = new("keyword"),
        ["network.type"] = new("keyword", false, "ipv4", "ipv6"),
        ["network.transport"] = new("keyword"),
        ["network.iana_number"] = new("keyword"),
        ["network.bytes"] = new("long"),
        ["network.packets"] = new("long"),
        ["network.direction"] = new("keyword", false, "ingress", "egress", "inbound", "outbound", "internal", "external", "unknown"),
        ["network.community_id"] = new("keyword"),
        ["source.address"] = new("keyword"),
        ["source.ip"] = new("ip"),
        ["source.port"] = new("long"),
        ["source.bytes"] = new("long"),
        ["source.packets"] = new("long"),
        ["destination.address"] = new("keyword"),
        ["destination.ip"] = new("ip"),
        ["destination.port"] = new("long"),
        ["related.ip"] = new("ip", true),
        ["cloud.provider"] = new("keyword"),
        ["cloud.account.id"] = new("keyword"),
        ["cloud.region"] = new("keyword"),
        ["cloud.availability_zone"] = new("keyword"),
        ["cloud.instance.id"] = new("keyword"),
        ["observer.ingress.interface.name"] = new("keyword"),
        ["observer.egress.interface.name"] = new("keyword"),
        ["container.id"] = new("keyword"),
        ["orchestrator.cluster.id"] = new("keyword"),
        ["orchestrator.cluster.name"] = new("keyword"),
        ["orchestrator.resource.id"] = new("keyword"),
        ["orchestrator.resource.name"] = new("keyword"),
        ["service.name"] = new("keyword"),
        ["error.message"] = new("text"),
        // Not of ECS: Elastic's shippers and its package aws have them.
        ["log.offset"] = new("long"),
        ["aws.s3.bucket.name"] = new("keyword"),
        ["aws.s3.object.key"] = new("keyword"),
    };

    private static readonly Dictionary<string, Field> VpcFlow = new(StringComparer.Ordinal)
    {
        ["version"] = new("keyword"),
        ["account_id"] = new("keyword"),
        ["interface_id"] = new("keyword"),
        ["action"] = new("keyword"),
        ["log_status"] = new("keyword"),
        ["instance_id"] = new("keyword"),
        ["pkt_srcaddr"] = new("ip"),
        ["pkt_dstaddr"] = new("ip"),
        ["vpc_id"] = new("keyword"),
        ["subnet_id"] = new("keyword"),
        ["tcp_flags"] = new("keyword"),
        ["tcp_flags_array"] = new("keyword", true, "fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr"),
        ["type"] = new("keyword"),
        ["traffic_path"] = new("keyword"),
    };

    /// <summary>Fails on the first leaf that is no such field.</summary>
    internal static void Check(string record)
    {
        using var document = JsonDocument.Parse(record);
        Check(document.RootElement, "");
    }

    private static void Check(JsonElement element, string path)
    {
        if (path.StartsWith("aws.vpcflow.", StringComparison.Ordinal))
        {
            CheckAws(element, path["aws.vpcflow.".Length..]);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            Assert.False(Table.ContainsKey(path), $"{path} is an object");
            foreach (JsonProperty member in element.EnumerateObject())
                Check(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}");
        }
        else
        {
            Assert.True(Table.TryGetValue(path, out Field? field), $"{path} is no field of ECS");
            CheckField(element, path, field!);
        }
    }

    // What the mapping lacks is mapped by its first value: a text or an integer, always the same for a name.
    private static void CheckAws(JsonElement element, string name)
    {
        if (VpcFlow.TryGetValue(name, out Field? field))
            CheckField(element, name, field);
        else
            CheckValue(element, name, ReferenceFields.IsInteger(name.Replace('_', '-')) ? "long" : "keyword");
    }

    private static void CheckField(JsonElement element, string path, Field field)
    {
        Assert.True(field.IsArray == (element.ValueKind == JsonValueKind.Array), $"{path} is {element.ValueKind}");
        JsonElement[] items = field.IsArray ? [.. element.EnumerateArray()] : [element];
        Assert.Equal(items.Length, items.Select(item => item.GetRawText()).Distinct().Count());
        foreach (JsonElement item in items)
        {
            CheckValue(item, path, field.Type);
            if (field.Allowed.Length > 0)
                Assert.Contains(item.GetString()!, field.Allowed);
        }
    }

    private static void CheckValue(JsonElement value, string path, string type)
    {
        bool good = type switch
        {
            "long" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "ip" => value.ValueKind == JsonValueKind.String && IPAddress.TryParse(value.GetString(), out _),
            "date" => value.ValueKind == JsonValueKind.String && DateTimeOffset.TryParseExact(
                value.GetString(), "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
            _ => value.ValueKind == JsonValueKind.String,
        };
        Assert.True(good, $"{path} is no {type}: {value.GetRawText()}");
    }
}
